import { Group, NumberInput, Skeleton, Switch, Text } from "@mantine/core";
import { type CallLimit, callLimitRoutes } from "@rollcall/admin-api/call-limits.ts";
import { useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { SettingsForm } from "../../components/settings-form.tsx";

const numbers = [
  { name: "perSecond", label: "Calls per second", max: 1_000_000 },
  { name: "raisedPerSecond", label: "In an initial sync", max: 1_000_000 },
  { name: "inFlight", label: "At the same moment", max: 10_000 },
] as const;

/** How many calls are taken from the source, so that it cannot slow the others down. */
export function CallLimitCard() {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const [edited, setEdited] = useState<CallLimit>();
  const params = { sourceApplicationId: id };
  const found = useAnswer(callLimitRoutes.getCallLimit, { params });
  const save = useChange(callLimitRoutes.putCallLimit, {
    stale: ["call-limit"],
    onDone: () => setEdited(undefined),
  });
  const settings = edited ?? found.data;
  return (
    <Card
      title="Call limit"
      lead="One source cannot slow the others down: calls beyond the limit are told when to come again."
    >
      <Refusal error={found.error ?? save.error} />
      {found.isPending && <Skeleton height={90} aria-label="Loading" />}
      {settings !== undefined && (
        <SettingsForm
          label="Save call limit"
          edited={edited !== undefined}
          busy={save.isPending}
          onSave={() => edited !== undefined && save.mutate({ params, body: edited })}
          onDiscard={() => setEdited(undefined)}
        >
          <Switch
            label="Limit the calls of this source"
            checked={settings.enabled}
            disabled={!mayChange}
            onChange={(event) => setEdited({ ...settings, enabled: event.currentTarget.checked })}
          />
          <Group gap="sm" align="flex-end">
            {numbers.map(({ name, label, max }) => (
              <NumberInput
                key={name}
                label={label}
                value={settings[name]}
                onChange={(value) => typeof value === "number" && setEdited({ ...settings, [name]: value })}
                min={1}
                max={max}
                allowDecimal={false}
                thousandSeparator=","
                disabled={!mayChange || !settings.enabled}
                w={150}
              />
            ))}
          </Group>
          <Text size="sm" c="dimmed">
            What goes beyond gets 429 with Retry-After and changes nothing; it stands under Activity. Counted on each
            node of this installation.
          </Text>
        </SettingsForm>
      )}
    </Card>
  );
}
