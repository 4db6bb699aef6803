import type { ProvisioningEvent } from "../../domain/provisioning-event.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { exchangeColumns, type ExchangeFacts, exchangeFromRow, type ExchangeRow } from "./exchanges.ts";
import { eventColumns, eventFromRow, type EventRow } from "./provisioning-events.ts";

/** A body as it was kept: masked, and cut where it was too long. */
export interface KeptText {
  readonly text: string;
  readonly cut: boolean;
}

/** The bearer token or OAuth client by which an exchange came. */
export interface NamedToken {
  readonly kind: "bearer-token" | "oauth-client";
  readonly name: string;
}

/** One exchange with its bodies; null where there was none, or where they are not kept any more. */
export interface ExchangeDetails extends ExchangeFacts {
  readonly token: NamedToken | null;
  readonly request: KeptText | null;
  readonly answer: KeptText | null;
}

type Row = ExchangeRow & {
  readonly request: string | null;
  readonly requestCut: boolean;
  readonly answer: string | null;
  readonly answerCut: boolean;
  readonly tokenName: string | null;
  readonly clientName: string | null;
};

const byId = statement(
  "exchange-by-id",
  `select ${exchangeColumns}, c.request, c.request_cut as "requestCut", c.answer, c.answer_cut as "answerCut", t.name as "tokenName", o.name as "clientName"
    from exchanges e
    left join exchange_contents c on c.organization_id = e.organization_id
      and c.source_application_id = e.source_application_id and c.exchange_id = e.id
    left join bearer_tokens t on t.organization_id = e.organization_id
      and t.source_application_id = e.source_application_id and t.id = e.token_id
    left join oauth_clients o on o.organization_id = e.organization_id
      and o.source_application_id = e.source_application_id and o.id = e.token_id
    where e.organization_id = $1 and e.source_application_id = $2 and e.id = $3`,
);

/** Finds one exchange of a source application. */
export async function findExchange(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  id: string,
): Promise<ExchangeDetails | undefined> {
  const [row] = await reader.query<Row>(byId, [organizationId, sourceApplicationId, id]);
  if (row === undefined) return undefined;
  const kept = (text: string | null, cut: boolean) => (text === null ? null : { text, cut });
  return {
    ...exchangeFromRow(row),
    token: tokenOf(row),
    request: kept(row.request, row.requestCut),
    answer: kept(row.answer, row.answerCut),
  };
}

function tokenOf({ tokenName, clientName }: Row): NamedToken | null {
  if (tokenName !== null) return { kind: "bearer-token", name: tokenName };
  return clientName === null ? null : { kind: "oauth-client", name: clientName };
}

/** Effects of one exchange that are shown at most: a group of thousands has an event for each member. */
const mostEffects = 200;

const eventsOf = unnamedStatement(
  `select ${eventColumns} from provisioning_events e
    where e.organization_id = $1 and e.exchange_id = $2 and e.id >= $3 and e.id < $4 order by e.id limit ${mostEffects}`,
);

/**
 * Lists the events that an exchange caused, in their order, the first 200. They were made while it was carried out, so
 * that only events of that time are looked at.
 *
 * @param from the lowest id that an event of the exchange can have
 * @param below an id above all of them
 */
export async function listEventsOfExchange(
  reader: Reader,
  organizationId: string,
  exchangeId: string,
  from: string,
  below: string,
): Promise<ProvisioningEvent[]> {
  return (await reader.query<EventRow>(eventsOf, [organizationId, exchangeId, from, below])).map(eventFromRow);
}
