import { Group, NumberInput, Select, Stack, Switch, Text } from "@mantine/core";
import {
  type DeprovisioningPolicy,
  deprovisioningPolicyRoutes,
  type PolicyConsequences,
} from "@rollcall/admin-api/deprovisioning-policies.ts";
import { useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { SaveBar } from "../../components/save-bar.tsx";
import { useSetup } from "../../components/use-setup.ts";
import { AlreadyDisabled } from "./already-disabled.tsx";
import { LaddersCard } from "./ladders-card.tsx";
import { LeaverLine } from "./leaver-line.tsx";

interface Props {
  readonly policy: DeprovisioningPolicy;
  readonly consequences: PolicyConsequences;
}

const onUserDelete = [
  { value: "", label: "The same as when it deactivates" },
  { value: "disable", label: "Disable" },
  { value: "bin", label: "Move to the recycle bin" },
] as const;
const onGroupDelete = [
  { value: "bin", label: "Move to the recycle bin" },
  { value: "keep", label: "Keep the group" },
] as const;

/** The policy's switch and choices, each with the sentence of what it does to the next one. */
export function PolicyEditor({ policy, consequences }: Props) {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const setup = useSetup();
  const params = { sourceApplicationId: id };
  const [edited, setEdited] = useState<DeprovisioningPolicy>();
  const save = useChange(deprovisioningPolicyRoutes.putDeprovisioningPolicy, {
    stale: ["deprovisioning-policy"],
    onDone: () => setEdited(undefined),
  });
  const draft = edited ?? policy;
  const change = (part: Partial<DeprovisioningPolicy>) => setEdited({ ...draft, ...part });
  const ladders = draft.ladders ?? [];
  const sameLadders = JSON.stringify(ladders) === JSON.stringify(policy.ladders ?? []);
  const dirty = keyOf(draft) !== keyOf(policy) || draft.binRetentionDays !== policy.binRetentionDays || !sameLadders;
  const found = consequences.choices.find((choice) => keyOf(choice.policy) === keyOf(draft));
  const sentences = withDays(found?.consequences ?? consequences.inForce, policy, draft);
  const turnsOn = draft.deleteDeactivatedUsers && !policy.deleteDeactivatedUsers;
  const submit = () => {
    if (!dirty) return setup.advance("provisioning");
    save.mutate(
      { params, body: { ...draft, onUserDelete: draft.onUserDelete ?? null } },
      { onSuccess: () => setup.unfinished && setup.advance("provisioning") },
    );
  };
  const { onUserDelete: ownDeletion, ...followsSwitch } = draft;
  return (
    <>
      <Stack gap="md">
        <Card title="Users">
          <Stack gap="md">
            <div>
              <Switch
                label="Delete the Deactivated/Suspended/Inactive Users"
                checked={draft.deleteDeactivatedUsers}
                disabled={!mayChange}
                onChange={(event) => change({ deleteDeactivatedUsers: event.currentTarget.checked })}
              />
              <Text size="sm" c="dimmed" mt={6} aria-live="polite">
                {sentences.userDeactivated} {sentences.userReactivated}
              </Text>
              {turnsOn && (
                <Text size="sm" mt={6}>
                  {consequences.whenTurnedOn}
                </Text>
              )}
            </div>
            <LeaverLine bins={draft.deleteDeactivatedUsers} ladders={ladders} />
            <Group align="flex-start" gap="lg">
              <Select
                label="When the source deletes somebody"
                data={onUserDelete}
                value={ownDeletion ?? ""}
                onChange={(chosen) =>
                  chosen === "disable" || chosen === "bin" ? change({ onUserDelete: chosen }) : setEdited(followsSwitch)
                }
                allowDeselect={false}
                disabled={!mayChange}
                description={sentences.userDeleted}
                inputWrapperOrder={["label", "input", "description"]}
                w={320}
              />
              <NumberInput
                label="Days in the recycle bin"
                value={draft.binRetentionDays}
                onChange={(days) => typeof days === "number" && change({ binRetentionDays: days })}
                min={1}
                max={3650}
                clampBehavior="strict"
                allowDecimal={false}
                disabled={!mayChange}
                description="For so long somebody who comes back is the same person."
                inputWrapperOrder={["label", "input", "description"]}
                w={220}
              />
            </Group>
            <Text size="sm" c="dimmed">
              {sentences.userCreatedInactive}
            </Text>
          </Stack>
        </Card>
        <LaddersCard ladders={ladders} saved={sameLadders} onChange={(next) => change({ ladders: [...next] })} />
        <Card title="Groups">
          <Select
            label="When the source deletes a group"
            data={onGroupDelete}
            value={draft.onGroupDelete}
            onChange={(chosen) => chosen !== null && change({ onGroupDelete: chosen })}
            allowDeselect={false}
            disabled={!mayChange}
            description={sentences.groupDeleted}
            inputWrapperOrder={["label", "input", "description"]}
            maw={420}
          />
        </Card>
        <AlreadyDisabled policy={policy} disabledBySource={consequences.disabledBySource} />
      </Stack>
      {mayChange && (dirty || setup.unfinished) && (
        <SaveBar
          label="Save"
          onSave={submit}
          busy={save.isPending || setup.busy}
          error={save.error ?? setup.error}
          onDiscard={dirty ? () => setEdited(undefined) : undefined}
        >
          {dirty
            ? "It holds from the next change that the source sends; nobody changes by saving."
            : setup.unfinished && "The last step: from here on the source fills the directory."}
        </SaveBar>
      )}
    </>
  );
}

/** What tells choices apart, whatever the days. */
function keyOf({ deleteDeactivatedUsers, onUserDelete: deletion, onGroupDelete: group }: DeprovisioningPolicy): string {
  return [deleteDeactivatedUsers, deletion ?? "follows", group].join(" ");
}

type Sentences = PolicyConsequences["inForce"];

/** The server's sentences name the saved days; while others are being typed, those. */
function withDays(sentences: Sentences, saved: DeprovisioningPolicy, draft: DeprovisioningPolicy): Sentences {
  const days = (count: number) => (count === 1 ? "1 day" : `${count} days`);
  const named = (text: string) => text.replaceAll(days(saved.binRetentionDays), days(draft.binRetentionDays));
  return {
    userDeactivated: named(sentences.userDeactivated),
    userReactivated: named(sentences.userReactivated),
    userCreatedInactive: named(sentences.userCreatedInactive),
    userDeleted: named(sentences.userDeleted),
    groupDeleted: named(sentences.groupDeleted),
  };
}
