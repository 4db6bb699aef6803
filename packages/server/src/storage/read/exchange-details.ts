import type { ProvisioningEvent } from "../../domain/provisioning-event.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { exchangeColumns, type ExchangeFacts, exchangeFromRow, type ExchangeRow } from "./exchanges.ts";
import { eventColumns, eventFromRow, type EventRow } from "./provisioning-events.ts";

/** A body as it was kept: masked, and cut where it was too long. */
export interface KeptText {
  readonly text: string;
  readonly cut: boolean;
}

/** One exchange with its bodies; null where there was none, or where they are not kept any more. */
export interface ExchangeDetails extends ExchangeFacts {
  readonly request: KeptText | null;
  readonly answer: KeptText | null;
}

const byId = statement(
  "exchange-by-id",
  `select ${exchangeColumns}, c.request, c.request_cut as "requestCut", c.answer, c.answer_cut as "answerCut"
    from exchanges e
    left join exchange_contents c on c.organization_id = e.organization_id
      and c.source_application_id = e.source_application_id and c.exchange_id = e.id
    where e.organization_id = $1 and e.source_application_id = $2 and e.id = $3`,
);

/** Finds one exchange of a source application. */
export async function findExchange(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  id: string,
): Promise<ExchangeDetails | undefined> {
  const [row] = await reader.query<
    ExchangeRow & { request: string | null; requestCut: boolean; answer: string | null; answerCut: boolean }
  >(byId, [organizationId, sourceApplicationId, id]);
  if (row === undefined) return undefined;
  const kept = (text: string | null, cut: boolean) => (text === null ? null : { text, cut });
  return {
    ...exchangeFromRow(row),
    request: kept(row.request, row.requestCut),
    answer: kept(row.answer, row.answerCut),
  };
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
