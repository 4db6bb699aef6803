import { Button, Group, NumberInput, Skeleton, Stack, TagsInput, Text } from "@mantine/core";
import { type ExchangeSettings, exchangeSettingsRoutes } from "@rollcall/admin-api/exchange-settings.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";

const longestDays = 3_650;

/** What is kept of exchanges: for how long, and which values never. */
export function ExchangeSettingsCard() {
  const { id } = useOrganization();
  const kept = useAnswer(exchangeSettingsRoutes.getExchangeSettings, { params: { organizationId: id } });
  return (
    <Card
      title="Exchanges"
      lead="Each SCIM request is kept with its answer, so that you can see later what a source sent."
    >
      <Refusal error={kept.error} onRetry={() => void kept.refetch()} />
      {kept.isPending && <Skeleton height={160} />}
      {kept.data !== undefined && (
        <ExchangeSettingsForm
          key={`${kept.data.retentionDays} ${kept.data.contentRetentionDays} ${kept.data.maskedPaths.join(" ")}`}
          kept={kept.data}
          alwaysMasked={kept.data.alwaysMasked}
        />
      )}
    </Card>
  );
}

interface FormProps {
  readonly kept: ExchangeSettings;
  readonly alwaysMasked: readonly string[];
}

function ExchangeSettingsForm({ kept, alwaysMasked }: FormProps) {
  const { id } = useOrganization();
  const mayChange = useMayChange();
  const [typed, setTyped] = useState<ExchangeSettings>({
    retentionDays: kept.retentionDays,
    contentRetentionDays: kept.contentRetentionDays,
    maskedPaths: [...kept.maskedPaths],
  });
  const save = useChange(exchangeSettingsRoutes.putExchangeSettings, { stale: ["exchange-settings"] });
  const changed =
    typed.retentionDays !== kept.retentionDays ||
    typed.contentRetentionDays !== kept.contentRetentionDays ||
    typed.maskedPaths.join("\n") !== kept.maskedPaths.join("\n");
  const days = { min: 1, max: longestDays, suffix: " days", allowDecimal: false, readOnly: !mayChange, w: 160 };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ params: { organizationId: id }, body: typed });
      }}
    >
      <Stack gap="sm">
        <Group gap="lg" align="flex-start">
          <NumberInput
            {...days}
            label="Exchanges are kept"
            value={typed.retentionDays}
            onChange={(value) => setTyped({ ...typed, retentionDays: Number(value) })}
          />
          <NumberInput
            {...days}
            label="Their bodies are kept"
            value={typed.contentRetentionDays}
            onChange={(value) => setTyped({ ...typed, contentRetentionDays: Number(value) })}
          />
        </Group>
        <TagsInput
          label="Masked attribute paths"
          description="Their values, and all below them, are replaced by ••• before anything is kept. What was kept before stays until its days are over."
          placeholder={
            typed.maskedPaths.length === 0 ? "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User" : ""
          }
          maw={560}
          value={typed.maskedPaths}
          readOnly={!mayChange}
          onChange={(maskedPaths) => setTyped({ ...typed, maskedPaths })}
          maxTags={100}
        />
        <Text size="sm" c="dimmed" component="div">
          Masked in any case: {alwaysMasked.map((path, index) => [index > 0 && ", ", <code key={path}>{path}</code>])}{" "}
          and secrets of every kind.
        </Text>
        <Refusal error={save.error} />
        {mayChange && (
          <Group gap="xs">
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!changed || !(typed.retentionDays >= 1) || !(typed.contentRetentionDays >= 1)}
            >
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
