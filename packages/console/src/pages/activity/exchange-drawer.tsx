import { Badge, Drawer, Group, Skeleton, Stack, Tabs, Text } from "@mantine/core";
import { type ExchangeDetails, exchangeRoutes } from "@rollcall/admin-api/exchanges.ts";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { ChangeList } from "../../components/change-list.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { wordsOfEvent } from "../../components/event-words.ts";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./activity.module.css";
import { inMilliseconds, meaningOfStatus } from "./exchange-words.ts";

interface Props {
  readonly sourceApplicationId: string | undefined;
  readonly exchangeId: string | undefined;
  readonly onClose: () => void;
}

/** One exchange at the side of the list: what was asked, what was answered, what it changed, and what that means. */
export function ExchangeDrawer({ sourceApplicationId, exchangeId, onClose }: Props) {
  const opened = exchangeId !== undefined && sourceApplicationId !== undefined;
  const details = useAnswer(
    exchangeRoutes.getExchange,
    { params: { sourceApplicationId: sourceApplicationId ?? "", exchangeId: exchangeId ?? "" } },
    { enabled: opened },
  );
  const exchange = details.data;
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={640}
      title={exchange === undefined ? "Exchange" : <code>{`${exchange.method} ${exchange.path}`}</code>}
    >
      {details.isError && <Refusal error={details.error} onRetry={() => void details.refetch()} />}
      {details.isPending && <Skeleton height={240} />}
      {exchange !== undefined && <Details exchange={exchange} />}
    </Drawer>
  );
}

function Details({ exchange }: { readonly exchange: ExchangeDetails }) {
  const { slug } = useOrganization();
  const { effects, meaning, request, answer, dialects, query, token, tokenId } = exchange;
  return (
    <Stack gap="md">
      <dl className={classes.facts}>
        <dt>Status</dt>
        <dd>
          <Group gap="xs">
            <StateLabel meaning={meaningOfStatus(exchange.status)}>{String(exchange.status)}</StateLabel>
            {exchange.scimType !== null && <code>{exchange.scimType}</code>}
            {exchange.outcome !== null && <span>{exchange.outcome}</span>}
          </Group>
        </dd>
        <dt>When</dt>
        <dd>
          <RelativeTime at={exchange.occurredAt} />, took {inMilliseconds(exchange.durationMicroseconds)}
        </dd>
        <dt>Client</dt>
        <dd title={exchange.userAgent ?? undefined}>
          {exchange.client ?? "Without a name"}
          {exchange.callerAddress !== null && ` at ${exchange.callerAddress}`}
        </dd>
        {exchange.requestId !== null && (
          <>
            <dt>Request id</dt>
            <dd>
              <CopyValue value={exchange.requestId} label="request id" />
            </dd>
          </>
        )}
        {query !== null && (
          <>
            <dt>Query</dt>
            <dd>
              <CopyValue value={query} label="query" />
            </dd>
          </>
        )}
        {tokenId !== null && (
          <>
            <dt>{token?.kind === "oauth-client" ? "OAuth client" : "Token"}</dt>
            <dd>
              <Link
                to="/o/$slug/apps/$applicationId/authorization"
                params={{ slug, applicationId: exchange.sourceApplicationId }}
                hash="tokens"
              >
                {token?.name ?? "One that is no more"}
              </Link>
              {" · "}
              <Link to="/o/$slug/activity" params={{ slug }} search={{ tab: "exchanges", token: tokenId }}>
                All that it was used for
              </Link>
            </dd>
          </>
        )}
        {dialects.length > 0 && (
          <>
            <dt>Dialects</dt>
            <dd>
              <Group gap={4}>
                {dialects.map((name) => (
                  <Badge key={name} color="gray" title="A deviation from the standard that was tolerated">
                    {name}
                  </Badge>
                ))}
              </Group>
            </dd>
          </>
        )}
      </dl>
      {meaning !== null && (
        <section className={classes.meaning} aria-label="What this means">
          <Text fw={600} size="sm">
            What this means
          </Text>
          <Text size="sm">{meaning.meaning}</Text>
          <Text size="sm" mt={4}>
            {meaning.whatToDo}
          </Text>
        </section>
      )}
      <Tabs defaultValue={effects.length > 0 ? "effect" : request === null ? "answer" : "request"} keepMounted={false}>
        <Tabs.List mb="xs">
          <Tabs.Tab value="request">Request</Tabs.Tab>
          <Tabs.Tab value="answer">Response</Tabs.Tab>
          <Tabs.Tab value="effect">Effect ({effects.length})</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="request">
          <Body body={request} label="the request" none="No body was sent, or it is not kept any more." />
        </Tabs.Panel>
        <Tabs.Panel value="answer">
          <Body body={answer} label="the answer" none="Answers of reads are not kept." />
        </Tabs.Panel>
        <Tabs.Panel value="effect">
          {effects.length === 0 && (
            <Text size="sm" c="dimmed">
              It changed nothing in the directory{exchange.reason === null ? "." : `: ${exchange.reason}.`}
            </Text>
          )}
          <Stack gap="sm">
            {effects.map((event) => (
              <div key={event.id}>
                <Group gap="xs" mb={4}>
                  <StateLabel meaning={wordsOfEvent(event.type).meaning}>{wordsOfEvent(event.type).says}</StateLabel>
                  {event.directoryUserId !== null && (
                    <Link
                      to="/o/$slug/directory/users/$directoryUserId"
                      params={{ slug, directoryUserId: event.directoryUserId }}
                    >
                      {event.directoryUserName ?? "Somebody without a name"}
                    </Link>
                  )}
                  {event.directoryGroupId !== null && (
                    <Link
                      to="/o/$slug/directory/groups/$directoryGroupId"
                      params={{ slug, directoryGroupId: event.directoryGroupId }}
                    >
                      {event.directoryGroupName ?? "A group without a name"}
                    </Link>
                  )}
                  {event.outcome !== "applied" && <Badge color="yellow">{event.outcome}</Badge>}
                </Group>
                <ChangeList changes={event.changes} people={event.people} />
              </div>
            ))}
          </Stack>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

function Body({ body, label, none }: { readonly body: ExchangeDetails["request"]; label: string; none: string }) {
  if (body === null) {
    return (
      <Text size="sm" c="dimmed">
        {none}
      </Text>
    );
  }
  return (
    <>
      <CodeBlock code={indented(body.text)} label={label} maxHeight={480} />
      <Text size="xs" c="dimmed" mt={4}>
        Secrets and chosen attributes are masked.{body.cut ? " It was longer: only the beginning is kept." : ""}
      </Text>
    </>
  );
}

/** JSON on several lines; what is no JSON, or was cut, as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
