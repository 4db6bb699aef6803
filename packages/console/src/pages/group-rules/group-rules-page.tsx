import { Skeleton, Stack, Text } from "@mantine/core";
import { type GroupRules, groupRuleRoutes, type SentGroupRules } from "@rollcall/admin-api/group-rules.ts";
import { useState } from "react";
import { useMayChange } from "../../api/session.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { LatestJob } from "../../components/latest-job.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { SaveBar } from "../../components/save-bar.tsx";
import { Section } from "../../components/section.tsx";
import { ConditionsCard } from "./conditions-card.tsx";
import { GroupRulesPreview } from "./group-rules-preview.tsx";
import { NameStepsCard } from "./name-steps-card.tsx";

const example: SentGroupRules = {
  include: [{ attribute: "displayName", compare: "startsWith", text: "app-" }],
  exclude: [],
  rename: [{ change: "removePrefix", text: "app-" }],
};

/** Group rules of an application: which of its groups are in the directory, and what are they called there? */
export function GroupRulesPage() {
  const { id } = useSourceApplication();
  const params = { sourceApplicationId: id };
  const found = useAnswer(groupRuleRoutes.getGroupRules, { params });
  return (
    <Section
      lead={found.data === undefined ? "Which groups come into the directory." : inWords(found.data)}
      calls={[
        { route: groupRuleRoutes.getGroupRules, params },
        { route: groupRuleRoutes.previewGroupRules, params, body: example },
        { route: groupRuleRoutes.putGroupRules, params, body: example },
      ]}
    >
      {found.isError && <Refusal error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton height={320} aria-label="Loading" />}
      {found.data !== undefined && <Editor key={found.data.version} saved={found.data} />}
    </Section>
  );
}

function inWords({ groups, leftOut, version }: GroupRules): string {
  const number = (value: number): string => value.toLocaleString("en");
  if (groups === 0) return "The source has not sent a group yet.";
  if (version === 0 || leftOut === 0) return `All ${number(groups)} groups of the source come into the directory.`;
  return `${number(groups - leftOut)} of ${number(groups)} groups of the source are in the directory; ${number(leftOut)} are left out.`;
}

function Editor({ saved }: { readonly saved: GroupRules }) {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const [draft, setDraft] = useState<SentGroupRules>();
  const [previewId, setPreviewId] = useState<string>();
  const params = { sourceApplicationId: id };
  const preview = useChange(groupRuleRoutes.previewGroupRules, {
    stale: ["jobs"],
    onDone: (job) => setPreviewId(job.id),
  });
  const save = useChange(groupRuleRoutes.putGroupRules, { stale: ["group-rules", "jobs"] });
  const rules: SentGroupRules = draft ?? { include: saved.include, exclude: saved.exclude, rename: saved.rename };
  const change = (part: Partial<SentGroupRules>) => setDraft({ ...rules, ...part });
  const all = [...rules.include, ...rules.exclude, ...rules.rename];
  const isComplete = all.every(({ text }) => text !== "");
  return (
    <Stack gap="md">
      <LatestJob kind="apply-group-rules" noun="groups" stale="group-rules" />
      <ConditionsCard
        title="Groups that come in"
        lead="A group that one of these fits comes in; without any, every group does."
        noun="condition to come in"
        conditions={rules.include}
        mayChange={mayChange}
        onChange={(include) => change({ include })}
      />
      <ConditionsCard
        title="Groups that stay out"
        lead="A group that one of these fits stays out, whatever stands above."
        noun="condition to stay out"
        conditions={rules.exclude}
        mayChange={mayChange}
        onChange={(exclude) => change({ exclude })}
      />
      <NameStepsCard steps={rules.rename} mayChange={mayChange} onChange={(rename) => change({ rename })} />
      <Text size="sm" c="dimmed">
        The source is not affected: it reads every group as it sent it. Upper and lower case are the same everywhere.
      </Text>
      {draft !== undefined && (
        <SaveBar
          label="Preview"
          onSave={() => preview.mutate({ params, body: rules })}
          busy={preview.isPending || save.isPending}
          disabled={!isComplete}
          error={preview.error ?? save.error}
          onDiscard={() => setDraft(undefined)}
        >
          {isComplete ? "The preview says what these rules do; nothing is saved before." : "Every rule needs a text."}
        </SaveBar>
      )}
      <GroupRulesPreview
        jobId={previewId}
        onClose={() => setPreviewId(undefined)}
        saving={save.isPending}
        onSave={() =>
          save.mutate(
            { params, body: { ...rules, version: saved.version } },
            { onSettled: () => setPreviewId(undefined), onSuccess: () => setDraft(undefined) },
          )
        }
      />
    </Stack>
  );
}
