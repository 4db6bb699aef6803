import { statement, type Tx } from "../database.ts";

/**
 * Takes the oldest events from the queue, at most `most`, and gives each the next position in its organization's feed.
 * One statement, so an event leaves the queue and has its position at once or not at all. A feed's row is locked until
 * the commit: a position can be seen only when all lower ones can, also while two nodes do this at the same time.
 *
 * @param above looks only at queue ids above this one; 0 looks at all
 */
export async function giveEventPositions(tx: Tx, most: number, above = 0): Promise<GivenPositions> {
  const [row] = await tx.query<GivenPositions>(givePositions, [most, above]);
  if (row === undefined) throw new Error("giving positions returned no row");
  return row;
}

export interface GivenPositions {
  /** How many events were given a position. */
  readonly given: number;
  /** The highest queue id among them; 0 when there were none. */
  readonly highest: number;
}

const givePositions = statement(
  "give-event-positions",
  // An array, not a join: whatever the statistics say of a table that is empty most of the time, ids are looked up.
  `with taken as (
     delete from provisioning_event_queue
      where id = any (array(select id from provisioning_event_queue where id > $2 order by id limit $1))
      returning id, organization_id, event_id
   ), placed as (
     select organization_id,
            event_id,
            row_number() over (partition by organization_id order by id) as place,
            count(*) over (partition by organization_id) as events
       from taken
   ), feeds as (
     insert into provisioning_event_feeds as feed (organization_id, last_position)
     -- Always in the same order, so that two nodes wait for each other instead of both giving up.
     select organization_id, count(*) from taken group by organization_id order by organization_id
     on conflict (organization_id) do update set last_position = feed.last_position + excluded.last_position
     returning organization_id, last_position
   ), given as (
     insert into provisioning_event_positions (organization_id, position, event_id)
     select placed.organization_id, feeds.last_position - placed.events + placed.place, placed.event_id
       from placed
       join feeds on feeds.organization_id = placed.organization_id
     returning 1
   )
   select (select count(*) from given) as given, coalesce((select max(id) from taken), 0) as highest`,
);
