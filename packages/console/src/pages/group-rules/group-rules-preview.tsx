import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { type ChangedGroup, groupRuleRoutes } from "@rollcall/admin-api/group-rules.ts";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { usePages } from "../../api/use-answer.ts";
import { useJob } from "../../api/use-job.ts";
import { Figure, Figures } from "../../components/figures.tsx";
import { FilterSelect } from "../../components/filter-select.tsx";
import { jobLook, JobProgress } from "../../components/job-progress.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./group-rules.module.css";

interface Props {
  /** Undefined: nothing is looked at. */
  readonly jobId: string | undefined;
  readonly onClose: () => void;
  readonly onSave: () => void;
  readonly saving: boolean;
}

/** What rules do to every group, before they are saved. */
export function GroupRulesPreview({ jobId, onClose, onSave, saving }: Props) {
  return (
    <Modal opened={jobId !== undefined} onClose={onClose} title="What these rules do" size="min(800px, 100%)">
      {jobId !== undefined && <Found jobId={jobId} onClose={onClose} onSave={onSave} saving={saving} />}
    </Modal>
  );
}

function Found({ jobId, onClose, onSave, saving }: Props & { readonly jobId: string }) {
  const found = useJob(jobId, jobLook);
  if (found.isError) return <Refusal error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton height={200} aria-label="Loading" />;
  const done = found.data.state === "done";
  return (
    <Stack gap="md">
      {done ? <Counts job={found.data} /> : <JobProgress job={found.data} noun="groups" />}
      {done && <ChangedGroups jobId={jobId} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button onClick={onSave} loading={saving} disabled={!done}>
          Save and apply
        </Button>
      </Group>
    </Stack>
  );
}

function Counts({ job: { result } }: { readonly job: Job }) {
  const count = (name: string): number => (typeof result?.[name] === "number" ? result[name] : 0);
  const write = (name: string): string => count(name).toLocaleString("en");
  const left = count("membershipsLeft");
  return (
    <>
      <Figures>
        <Figure name="In the directory then" note={`of ${write("groups")} groups`}>
          {write("comesIn")}
        </Figure>
        <Figure name="Come in">{write("enters")}</Figure>
        <Figure
          name="Leave"
          note={
            left === 0 ? undefined : `with ${write("membershipsLeft")} ${left === 1 ? "membership" : "memberships"}`
          }
        >
          {write("leaves")}
        </Figure>
        <Figure name="Are renamed">{write("renamed")}</Figure>
      </Figures>
      {count("sharedNames") > 0 && (
        <Text size="sm">
          {count("sharedNames") === 1 ? "1 group has" : `${write("sharedNames")} groups have`} the name of another group
          of the directory then. They stay groups of their own.
        </Text>
      )}
    </>
  );
}

const words: Readonly<Record<ChangedGroup["change"], { says: string; meaning: "flowing" | "failing" | "attention" }>> =
  {
    enters: { says: "Comes in", meaning: "flowing" },
    leaves: { says: "Leaves", meaning: "failing" },
    renamed: { says: "Is renamed", meaning: "attention" },
  };

const kinds = [
  { value: "enters", label: "Come in" },
  { value: "leaves", label: "Leave" },
  { value: "renamed", label: "Are renamed" },
] as const;

function ChangedGroups({ jobId }: { readonly jobId: string }) {
  const { id } = useOrganization();
  const [change, setChange] = useState<ChangedGroup["change"]>();
  const list = usePages(
    groupRuleRoutes.listChangedGroups,
    { params: { organizationId: id, jobId }, query: change === undefined ? {} : { change } },
    { limit: 50 },
  );
  const rows = (list.data?.pages ?? []).flatMap(({ items }) => items);
  if (list.isError) return <Refusal error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isSuccess && rows.length === 0 && change === undefined) {
    return <Text size="sm">No group comes in, leaves or is renamed.</Text>;
  }
  return (
    <Stack gap="xs" align="flex-start">
      <FilterSelect
        label="Change"
        options={kinds}
        value={change}
        onChange={(chosen) => setChange(kinds.find(({ value }) => value === chosen)?.value)}
      />
      <ul className={classes.list} aria-label="Groups that change" style={{ width: "100%" }}>
        {rows.map((one) => (
          <li key={one.scimId} className={classes.changed}>
            <span dir="auto">{one.sourceName ?? one.scimId}</span>
            <span dir="auto">{inWords(one)}</span>
            <StateLabel meaning={words[one.change].meaning}>{words[one.change].says}</StateLabel>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}

function inWords({ change, from, to, members, sharesName }: ChangedGroup): string {
  const shared = sharesName ? ", a name that another group has" : "";
  const some = members === 1 ? "1 member" : `${members.toLocaleString("en")} members`;
  if (change === "leaves") return some;
  return change === "enters" ? `as ${to}, ${some}${shared}` : `${from} → ${to}${shared}`;
}
