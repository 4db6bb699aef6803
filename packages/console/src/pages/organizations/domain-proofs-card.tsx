import { Button, Group, Skeleton, Stack, Switch, Text } from "@mantine/core";
import { type OwnDomain, ownDomainRoutes } from "@rollcall/admin-api/own-domains.ts";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./domain-proofs.module.css";

const states: Readonly<
  Record<OwnDomain["state"], { says: string; meaning: "flowing" | "attention" | "failing" | "off" }>
> = {
  pending: { says: "Not proven", meaning: "off" },
  proven: { says: "Proven", meaning: "flowing" },
  lost: { says: "Lost", meaning: "failing" },
};

/** Which of the organization's own domains are proven, with the record that proves each. */
export function DomainProofsCard() {
  const { id } = useOrganization();
  const mayChange = useMayChange();
  const params = { organizationId: id };
  const found = useAnswer(ownDomainRoutes.getOwnDomains, { params });
  const require = useChange(ownDomainRoutes.putProofRequired, { stale: ["own-domains"] });
  return (
    <Card
      title="Proof of domains"
      lead="A TXT record in the DNS shows that a domain is yours. It is looked for every day, and every hour while it is new."
    >
      <Stack gap="md">
        <Refusal error={found.error ?? require.error} />
        {found.isPending && <Skeleton height={80} aria-label="Loading" />}
        {found.data !== undefined && (
          <>
            <Switch
              label="Only proven domains count where people are linked"
              description="Who is linked already stays linked."
              checked={found.data.required}
              disabled={!mayChange || require.isPending}
              onChange={(event) => require.mutate({ params, body: { required: event.currentTarget.checked } })}
            />
            {found.data.items.length === 0 && <Text size="sm">No domain is declared yet.</Text>}
            <ul className={classes.list} aria-label="Proof of domains">
              {found.data.items.map((domain) => (
                <Domain key={domain.domain} domain={domain} mayChange={mayChange} />
              ))}
            </ul>
          </>
        )}
      </Stack>
    </Card>
  );
}

function Domain({ domain: one, mayChange }: { readonly domain: OwnDomain; readonly mayChange: boolean }) {
  const { id } = useOrganization();
  const check = useChange(ownDomainRoutes.checkOwnDomain, { stale: ["own-domains"] });
  const { domain, state, trusted, record, provenAt, missingSince, checkedAt, problem } = one;
  return (
    <li className={classes.domain} aria-label={domain}>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <Text fw={500} dir="auto" className={classes.name}>
            {domain}
          </Text>
          <StateLabel meaning={states[state].meaning}>{states[state].says}</StateLabel>
          {!trusted && (
            <Text size="sm" c="dimmed">
              does not count
            </Text>
          )}
        </Group>
        {mayChange && (
          <Button
            variant="default"
            size="xs"
            loading={check.isPending}
            onClick={() => check.mutate({ params: { organizationId: id }, body: { domain } })}
            aria-label={`Check now: ${domain}`}
          >
            Check now
          </Button>
        )}
      </Group>
      <Refusal error={check.error} />
      {state === "proven" && provenAt !== null && missingSince === null ? (
        <Text size="sm" c="dimmed">
          Since <RelativeTime at={provenAt} />.
        </Text>
      ) : (
        <dl className={classes.record}>
          <dt>Name</dt>
          <dd>
            <CopyValue value={record.name} label={`record name of ${domain}`} />
          </dd>
          <dt>TXT value</dt>
          <dd>
            <CopyValue value={record.value} label={`TXT value of ${domain}`} />
          </dd>
        </dl>
      )}
      {problem !== null && checkedAt !== null && (
        <Text size="sm" c="var(--attention)" className={classes.name}>
          Looked <RelativeTime at={checkedAt} />: {problem}.
        </Text>
      )}
    </li>
  );
}
