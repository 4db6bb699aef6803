import { Skeleton, Text } from "@mantine/core";
import { type Exchange, exchangeRoutes } from "@rollcall/admin-api/exchanges.ts";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./recent-exchanges.module.css";

/** The newest requests of this source, each leading to all that is known of it. */
export function RecentExchanges() {
  const { id } = useSourceApplication();
  const { slug } = useOrganization();
  const list = useAnswer(
    exchangeRoutes.listExchanges,
    { params: { sourceApplicationId: id }, query: { limit: 8 } },
    { every: 5_000 },
  );
  return (
    <Card
      title="Recent exchanges"
      flush
      actions={
        <LinkButton
          variant="subtle"
          color="gray"
          to="/o/$slug/activity"
          params={{ slug }}
          search={{ tab: "exchanges", source: id }}
        >
          All exchanges
        </LinkButton>
      }
    >
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton height={120} m={16} w="auto" aria-label="Loading" />}
      {list.data?.items.length === 0 && (
        <Text size="sm" c="dimmed" px={16} pb={16}>
          No request has come yet. Enter the SCIM Base URL and the Bearer Token in the source and test the connection
          there.
        </Text>
      )}
      {list.data !== undefined && list.data.items.length > 0 && (
        <ul className={classes.list}>
          {list.data.items.map((exchange) => (
            <li key={exchange.id}>
              <Link
                to="/o/$slug/activity"
                params={{ slug }}
                search={{ tab: "exchanges", source: id, exchange: exchange.id }}
                className={classes.row}
              >
                <Answered exchange={exchange} />
                <code className={classes.path}>
                  {exchange.method} {exchange.path}
                  {exchange.query !== null && `?${exchange.query}`}
                </code>
                <span className={classes.when}>
                  <RelativeTime at={exchange.occurredAt} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Answered({ exchange: { status, outcome, scimType } }: { readonly exchange: Exchange }) {
  const meaning = status >= 500 ? "failing" : status >= 400 ? "attention" : "flowing";
  return (
    <span className={classes.status} title={scimType ?? outcome ?? undefined}>
      <StateLabel meaning={meaning}>{`${status} ${outcome ?? ""}`.trim()}</StateLabel>
    </span>
  );
}
