import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import type { ProvisioningEvent } from "../../domain/provisioning-event.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { eventColumns, eventFromRow, type EventRow } from "./provisioning-events.ts";

/** Which events are wanted; what is undefined does not narrow the list. */
export interface WantedEvents {
  readonly sourceApplicationId: string | undefined;
  readonly directoryUserId: string | undefined;
  readonly directoryGroupId: string | undefined;
  readonly type: string | undefined;
  readonly outcome: string | undefined;
  /** Ids from this one. */
  readonly from: string | undefined;
  /** Ids below this one. */
  readonly below: string | undefined;
}

const latest = unnamedStatement(
  `select ${eventColumns} from provisioning_events e
    where e.organization_id = $1 and ($2::uuid is null or e.id < $2)
      and ($3::uuid is null or e.source_application_id = $3) and ($4::uuid is null or e.directory_user_id = $4)
      and ($5::uuid is null or e.directory_group_id = $5)
      and ($6::text is null or e.type = $6) and ($7::text is null or e.outcome = $7)
      and ($8::uuid is null or e.id >= $8) and ($9::uuid is null or e.id < $9)
    order by e.id desc limit $10`,
);

/** Lists the events of an organization, newest first. */
export async function listLatestEvents(
  reader: Reader,
  organizationId: string,
  wanted: WantedEvents,
  before: string | null,
  limit: number,
): Promise<ListPage<ProvisioningEvent>> {
  const { sourceApplicationId, directoryUserId, directoryGroupId, type, outcome, from, below } = wanted;
  const values = [sourceApplicationId, directoryUserId, directoryGroupId, type, outcome, from, below];
  const narrowed = values.map((value) => value ?? null);
  const rows = await reader.query<EventRow>(latest, [organizationId, before, ...narrowed, limit + 1]);
  return cutPage(rows, limit, (row) => [row.id], eventFromRow);
}
