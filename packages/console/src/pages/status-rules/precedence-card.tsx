import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { type Precedence, precedenceRoutes } from "@rollcall/admin-api/precedences.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { JobProgress } from "../../components/job-progress.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { type EditedPrecedence, PrecedenceRow } from "./precedence-row.tsx";
import classes from "./several-sources.module.css";
import { useLatestJob } from "./use-latest-job.ts";

/** For which attributes other sources come before the owner, and how far the last change of that is. */
export function PrecedenceCard() {
  const { id } = useOrganization();
  const params = { organizationId: id };
  const saved = useAnswer(precedenceRoutes.getPrecedence, { params });
  return (
    <Card
      title="Values"
      lead="The owner’s value wins, and others fill what is empty. For single attributes other applications may come first."
    >
      <Refusal error={saved.error} onRetry={() => void saved.refetch()} />
      {saved.isPending && <Skeleton height={90} aria-label="Loading" />}
      {saved.data !== undefined && <PrecedenceForm key={JSON.stringify(saved.data.precedence)} saved={saved.data} />}
    </Card>
  );
}

function PrecedenceForm({ saved }: { readonly saved: Precedence }) {
  const { id } = useOrganization();
  const mayChange = useMayChange();
  const [edited, setEdited] = useState<readonly EditedPrecedence[]>();
  const job = useLatestJob("apply-precedence");
  const save = useChange(precedenceRoutes.putPrecedence, {
    stale: ["jobs", "precedence", "directory-users"],
    onDone: () => setEdited(undefined),
  });
  const rows = edited ?? saved.precedence.map(presented);
  const unused = saved.attributes.find(({ name }) => rows.every(({ attribute }) => attribute !== name));
  const complete = rows.every(({ sourceApplicationIds }) => sourceApplicationIds.length > 0);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (edited === undefined) return;
        const precedence = edited.map(({ attribute, sourceApplicationIds }) => ({
          attribute,
          sourceApplicationIds: [...sourceApplicationIds],
        }));
        save.mutate({ params: { organizationId: id }, body: { precedence } });
      }}
    >
      <Stack gap="md">
        {rows.length === 0 && <Text size="sm">For every attribute the owner’s value wins.</Text>}
        <ul className={classes.rows} aria-label="Precedence">
          {rows.map((row, index) => (
            <PrecedenceRow
              key={row.attribute}
              row={row}
              attributes={saved.attributes.filter(
                ({ name }) => name === row.attribute || rows.every(({ attribute }) => attribute !== name),
              )}
              mayChange={mayChange}
              onChange={(changed) => setEdited(rows.map((one, at) => (at === index ? changed : one)))}
              onRemove={() => setEdited(rows.filter((_, at) => at !== index))}
            />
          ))}
        </ul>
        <Text size="sm" c="dimmed">
          The first application that gives a value wins; then the owner and the others as ever. What an administrator
          decided stays. A saved change makes the values of everybody anew whom several sources have.
        </Text>
        <Refusal error={save.error} />
        {mayChange && (
          <Group justify="space-between" gap="xs">
            <Button
              variant="default"
              disabled={unused === undefined}
              onClick={() =>
                unused !== undefined && setEdited([...rows, { attribute: unused.name, sourceApplicationIds: [] }])
              }
            >
              Add an attribute
            </Button>
            {edited !== undefined && (
              <Group gap="xs">
                <Button variant="default" onClick={() => setEdited(undefined)} disabled={save.isPending}>
                  Discard
                </Button>
                <Button type="submit" loading={save.isPending} disabled={!complete}>
                  Save precedence
                </Button>
              </Group>
            )}
          </Group>
        )}
        {job !== undefined && edited === undefined && (
          <div>
            {job.state === "done" ? (
              <Text size="sm" role="status">
                {`Made anew: values of ${peopleOf(job.result)} changed.`}
              </Text>
            ) : (
              <JobProgress job={job} noun="people" />
            )}
          </div>
        )}
      </Stack>
    </form>
  );
}

function presented({ attribute, applications }: Precedence["precedence"][number]): EditedPrecedence {
  return { attribute, sourceApplicationIds: applications.map(({ id }) => id) };
}

function peopleOf(result: Readonly<Record<string, unknown>> | null): string {
  const count = Number(result?.["changed"] ?? 0);
  return count === 1 ? "1 person" : `${count.toLocaleString("en")} people`;
}
