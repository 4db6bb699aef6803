import { Button, Group, Radio, Skeleton, Stack, Text } from "@mantine/core";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import { type StatusRule, statusRuleRoutes } from "@rollcall/admin-api/status-rules.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { JobProgress } from "../../components/job-progress.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { useLatestJob } from "./use-latest-job.ts";

const choices: readonly { readonly rule: StatusRule; readonly label: string; readonly description: string }[] = [
  {
    rule: "owner",
    label: "The owner decides",
    description: "Enabled while the source that owns the person says active, whatever the others say.",
  },
  {
    rule: "any",
    label: "Any source is enough",
    description:
      "Enabled while at least one linked source says active. The last one that says inactive, or deletes, disables.",
  },
  {
    rule: "all",
    label: "All sources have to agree",
    description: "Enabled only while every linked source says active. One that says inactive, or deletes, disables.",
  },
];

/** Whose word on the status counts, what another choice would do, and how far the last one is. */
export function StatusRuleCard() {
  const { id } = useOrganization();
  const params = { organizationId: id };
  const mayChange = useMayChange();
  const saved = useAnswer(statusRuleRoutes.getStatusRule, { params });
  const [chosen, setChosen] = useState<StatusRule>();
  const [previewOf, setPreviewOf] = useState<{ readonly rule: StatusRule; readonly jobId: string }>();
  const applying = useLatestJob("apply-status-rule");
  const latestPreview = useLatestJob("preview-status-rule");
  const preview = useChange(statusRuleRoutes.previewStatusRule, {
    stale: ["jobs"],
    onDone: (job, { body }) => setPreviewOf({ rule: body.rule, jobId: job.id }),
  });
  const save = useChange(statusRuleRoutes.putStatusRule, {
    stale: ["jobs", "status-rule", "directory-users"],
    onDone: () => {
      setChosen(undefined);
      setPreviewOf(undefined);
    },
  });
  const rule = chosen ?? saved.data?.rule;
  const changed = rule !== undefined && rule !== saved.data?.rule;
  const previewed =
    changed && previewOf?.rule === rule && latestPreview?.id === previewOf.jobId ? latestPreview : undefined;
  return (
    <Card title="Status" lead="Whose word decides whether such a person is enabled.">
      <Refusal error={saved.error} onRetry={() => void saved.refetch()} />
      {saved.isPending && <Skeleton height={150} aria-label="Loading" />}
      {saved.data !== undefined && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (changed) save.mutate({ params, body: { rule } });
          }}
        >
          <Stack gap="md">
            <Radio.Group aria-label="Whose word decides" value={rule ?? null} onChange={(value) => setChosen(value)}>
              <Stack gap="sm">
                {choices.map(({ rule: value, label, description }) => (
                  <Radio key={value} value={value} label={label} description={description} disabled={!mayChange} />
                ))}
              </Stack>
            </Radio.Group>
            <Text size="sm" c="dimmed">
              Holds and overrides of administrators stand whatever the sources say. A changed rule decides everybody
              anew by what each source said last, and puts nobody into the recycle bin.
            </Text>
            <Refusal error={preview.error ?? save.error} />
            {previewed !== undefined && <Previewed job={previewed} />}
            {mayChange && changed && (
              <Group gap="xs">
                <Button type="submit" loading={save.isPending}>
                  Save and decide anew
                </Button>
                <Button
                  variant="default"
                  loading={preview.isPending}
                  onClick={() => preview.mutate({ params, body: { rule } })}
                >
                  Preview
                </Button>
                <Button variant="default" onClick={() => setChosen(undefined)} disabled={save.isPending}>
                  Discard
                </Button>
              </Group>
            )}
            {applying !== undefined && !changed && <Applied job={applying} />}
          </Stack>
        </form>
      )}
    </Card>
  );
}

function Previewed({ job }: { readonly job: Job }) {
  if (job.state !== "done") return <JobProgress job={job} noun="people" />;
  const { enabled, disabled } = countsOf(job);
  return (
    <Text size="sm" role="status">
      {enabled + disabled === 0
        ? "It would change nobody’s status."
        : `It would enable ${people(enabled)} and disable ${people(disabled)}.`}
    </Text>
  );
}

function Applied({ job }: { readonly job: Job }) {
  if (job.state !== "done") return <JobProgress job={job} noun="people" />;
  const { enabled, disabled } = countsOf(job);
  return (
    <Text size="sm" role="status">
      {`Decided anew: ${people(enabled)} enabled, ${people(disabled)} disabled.`}
    </Text>
  );
}

function countsOf({ result }: Job): { readonly enabled: number; readonly disabled: number } {
  return { enabled: Number(result?.["enabled"] ?? 0), disabled: Number(result?.["disabled"] ?? 0) };
}

function people(count: number): string {
  return count === 1 ? "1 person" : `${count.toLocaleString("en")} people`;
}
