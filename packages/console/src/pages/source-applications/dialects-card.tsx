import { Button, Group, Modal, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type Dialect, type Dialects, dialectRoutes } from "@rollcall/admin-api/dialects.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./dialects-card.module.css";

/** The deviations from the standard that this source made use of, and whether each is tolerated. */
export function DialectsCard() {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const [listing, { open, close }] = useDisclosure(false);
  const params = { sourceApplicationId: id };
  const found = useAnswer(dialectRoutes.getDialects, { params });
  const change = useChange(dialectRoutes.putDialects, { stale: ["dialects"] });
  const { data } = found;
  const seen = (data?.dialects ?? [])
    .filter(({ fired }) => fired > 0)
    .toSorted((one, other) => other.fired - one.fired);
  const put = (strict: boolean, dialects: Dialects["dialects"]) =>
    change.mutate({
      params,
      body: { strict, dialects: dialects.map(({ name, strict: refused }) => ({ name, strict: refused })) },
    });
  const toggle = (dialect: Dialect) =>
    data !== undefined &&
    put(
      data.strict,
      data.dialects.map((one) => (one.name === dialect.name ? { ...one, strict: !one.strict } : one)),
    );
  return (
    <Card title="Dialects" lead="Where this source deviates from the standard.">
      {found.isPending && <Skeleton height={60} aria-label="Loading" />}
      <Refusal error={found.error ?? change.error} />
      {data !== undefined && (
        <Stack gap="sm">
          {seen.length === 0 && (
            <Text size="sm" c="dimmed">
              None seen: it speaks SCIM as the standard has it.
            </Text>
          )}
          {seen.map((dialect) => (
            <DialectLine
              key={dialect.name}
              dialect={dialect}
              allStrict={data.strict}
              onToggle={mayChange ? () => toggle(dialect) : undefined}
            />
          ))}
          <Group justify="space-between">
            <Switch
              label="Strict"
              description="Refuses every deviation."
              checked={data.strict}
              disabled={!mayChange || change.isPending}
              onChange={(event) => put(event.currentTarget.checked, data.dialects)}
            />
            <Button variant="subtle" color="gray" onClick={open}>
              All {data.dialects.length}
            </Button>
          </Group>
          <Modal opened={listing} onClose={close} title="Dialects" size="lg">
            <Stack gap="sm">
              {data.dialects.map((dialect) => (
                <DialectLine
                  key={dialect.name}
                  dialect={dialect}
                  allStrict={data.strict}
                  onToggle={mayChange ? () => toggle(dialect) : undefined}
                  full
                />
              ))}
            </Stack>
          </Modal>
        </Stack>
      )}
    </Card>
  );
}

interface LineProps {
  readonly dialect: Dialect;
  readonly allStrict: boolean;
  readonly onToggle: (() => void) | undefined;
  readonly full?: boolean;
}

function DialectLine({ dialect, allStrict, onToggle, full = false }: LineProps) {
  const refused = allStrict || dialect.strict;
  return (
    <div className={classes.line}>
      <div className={classes.words}>
        <code title={dialect.description}>{dialect.name}</code>
        {full && <span className={classes.description}>{dialect.description}</span>}
        <span className={classes.count}>
          {dialect.fired === 0 ? "Never seen" : `${dialect.fired.toLocaleString("en")} times`}
          {dialect.lastFiredAt !== null && (
            <>
              {" · "}
              <RelativeTime at={dialect.lastFiredAt} />
            </>
          )}
        </span>
      </div>
      {onToggle === undefined || allStrict ? (
        <span className={classes.count}>{refused ? "Refused" : "Tolerated"}</span>
      ) : (
        <Button
          variant="default"
          size="compact-xs"
          style={{ flex: "none" }}
          onClick={onToggle}
          aria-label={`${refused ? "Tolerate" : "Refuse"} ${dialect.name}`}
        >
          {refused ? "Tolerate" : "Refuse"}
        </Button>
      )}
    </div>
  );
}
