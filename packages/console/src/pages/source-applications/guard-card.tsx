import { Group, NumberInput, Skeleton, Switch, Text } from "@mantine/core";
import { type Guard, guardRoutes } from "@rollcall/admin-api/guards.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { SettingsForm } from "../../components/settings-form.tsx";

type Settings = Pick<Guard, "enabled" | "atLeast" | "percent">;

/** How many people the source may take away within an hour before the rest is held. */
export function GuardCard() {
  const { id } = useSourceApplication();
  const { slug } = useOrganization();
  const mayChange = useMayChange();
  const [edited, setEdited] = useState<Settings>();
  const params = { sourceApplicationId: id };
  const found = useAnswer(guardRoutes.getGuard, { params }, { every: 10_000 });
  const save = useChange(guardRoutes.putGuard, { stale: ["guard"], onDone: () => setEdited(undefined) });
  const { data } = found;
  const settings = edited ?? data;
  const change = (part: Partial<Settings>) => {
    if (settings === undefined) return;
    const { enabled, atLeast, percent } = settings;
    setEdited({ enabled, atLeast, percent, ...part });
  };
  return (
    <Card
      title="Guard"
      lead="A bad push cannot wipe the directory: departures beyond these limits wait for a person."
      actions={
        data !== undefined &&
        data.held > 0 && (
          <LinkButton variant="default" to="/o/$slug/held" params={{ slug }} search={{ source: id }}>
            {data.held.toLocaleString("en")} held
          </LinkButton>
        )
      }
    >
      <Refusal error={found.error ?? save.error} />
      {found.isPending && <Skeleton height={90} aria-label="Loading" />}
      {data !== undefined && settings !== undefined && (
        <SettingsForm
          label="Save guard"
          edited={edited !== undefined}
          busy={save.isPending}
          onSave={() => edited !== undefined && save.mutate({ params, body: edited })}
          onDiscard={() => setEdited(undefined)}
        >
          <Switch
            label="Hold what goes beyond the limits"
            checked={settings.enabled}
            disabled={!mayChange}
            onChange={(event) => change({ enabled: event.currentTarget.checked })}
          />
          <Group gap="sm" align="flex-end">
            <NumberInput
              label="Let through per hour"
              value={settings.atLeast}
              onChange={(value) => typeof value === "number" && change({ atLeast: value })}
              min={0}
              max={10_000_000}
              allowDecimal={false}
              disabled={!mayChange || !settings.enabled}
              w={190}
            />
            <NumberInput
              label="Or of its enabled people"
              value={settings.percent}
              onChange={(value) => typeof value === "number" && change({ percent: value })}
              min={0}
              max={100}
              suffix=" %"
              allowDecimal={false}
              disabled={!mayChange || !settings.enabled}
              w={190}
            />
          </Group>
          <Text size="sm" c="dimmed">
            This hour {data.used.departures.toLocaleString("en")} of {data.limits.departures.toLocaleString("en")}{" "}
            departures, {data.used.bins.toLocaleString("en")} of {data.limits.bins.toLocaleString("en")} into the
            recycle bin. The larger of the two limits counts.
          </Text>
        </SettingsForm>
      )}
    </Card>
  );
}
