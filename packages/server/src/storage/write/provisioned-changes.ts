import type { ProvisionedChange } from "../../domain/provisioned-change.ts";
import { type Statement, statement as declareStatement, type Tx } from "../database.ts";
import type { Part } from "./change-part.ts";
import { changeParts } from "./provisioned-change-parts.ts";

/** How many memberships each group gained and lost. */
export interface WrittenMemberships {
  readonly groupId: string;
  readonly added: number;
  readonly removed: number;
}

/** Counters have so many rows each, so that statements that raise one at once seldom wait for each other. */
export const counterSlots = 16;

/**
 * Writes n >= 1 provisioned changes of one organization, each with its resource, link, directory change, memberships
 * and events, in one statement: all of it or nothing. Where a part changed fewer rows than it describes, the statement
 * fails with SQLSTATE RC001 and the caller decides again. A statement is composed of the parts that its changes need;
 * there are few such combinations, and each is prepared once per connection.
 *
 * @param matchedAttributes whose values are kept as match keys; needed where a change gives somebody values
 * @param slot of the counters that it raises, 0 to 15: two statements with the same one wait for each other
 * @returns for each group whose memberships were to change, how many did
 */
export async function writeProvisionedChanges(
  tx: Tx,
  organizationId: string,
  changes: readonly ProvisionedChange[],
  matchedAttributes: readonly string[] = [],
  slot = anySlot(),
): Promise<WrittenMemberships[]> {
  const present: Part[] = [];
  const values: string[] = [organizationId];
  let combination = 0;
  // Every statement locks its rows in the same order, so that two of them wait for each other's never in a circle.
  const ordered = changes.length === 1 ? changes : [...changes].sort(byLockedRow);
  for (const [index, part] of changeParts.entries()) {
    const rows = part.rows(ordered, { organizationId, slot, matchedAttributes });
    if (rows.length === 0) continue;
    combination |= 1 << index;
    present.push(part);
    values.push(JSON.stringify(rows));
  }
  const rows = await tx.query<{ memberships: WrittenMemberships[] | null }>(statementFor(combination, present), values);
  return rows[0]?.memberships ?? [];
}

/** Draws a slot by lot: for who does not keep one of its own. */
export function anySlot(): number {
  return Math.floor(Math.random() * counterSlots);
}

function byLockedRow(a: ProvisionedChange, b: ProvisionedChange): number {
  return lockedRow(a) < lockedRow(b) ? -1 : 1;
}

function lockedRow(change: ProvisionedChange): string {
  return change.link?.after.resourceId ?? change.memberships?.groupId ?? change.directoryUser?.after.id ?? "";
}

const statements = new Map<number, Statement>();

function statementFor(combination: number, parts: readonly Part[]): Statement {
  let statement = statements.get(combination);
  if (statement === undefined) {
    statement = declareStatement(`provisioned-changes-${combination.toString(36)}`, composeStatement(parts));
    statements.set(combination, statement);
  }
  return statement;
}

/**
 * Puts the parts together: the organization ($1), by which every table that they touch may be distributed, their inputs, their
 * writes, and one `required` on which the events wait.
 */
function composeStatement(parts: readonly Part[]): string {
  const inputs = parts.map((part, index) => {
    const rows = `select * from json_to_recordset($${index + 2}::json) as x(${part.columns})`;
    // PostgreSQL guesses a hundred rows, and with this condition, which holds for all, one: so each row is looked up by
    // its key, where for a hundred it may read everything an organization has once that looks small.
    return `${part.name}_in as materialized (${rows}${part.long === true ? "" : " where x.organization_id = $1"})`;
  });
  const checks = parts.flatMap((part) => part.checks);
  const required = `required as materialized (select ${["$1::uuid is not null", ...checks].join("\n  and ")} as ok)`;
  const before = parts.filter((part) => !part.afterRequired).flatMap((part) => part.writes);
  const after = parts.filter((part) => part.afterRequired).flatMap((part) => part.writes);
  const events = parts.flatMap((part) => part.queued ?? []);
  // After `required`: an event gets its number in the queue when every row lock is held, so that of two writes of the
  // same rows the later one has the higher numbers.
  const queued =
    events.length === 0
      ? []
      : [
          `queued as (
  insert into provisioning_event_queue (organization_id, event_id)
  select organization_id, id from required, (${events.join(" union all ")}) as e where required.ok order by place, n)`,
        ];
  const memberships = parts.some((part) => part.name === "memberships")
    ? "(select json_agg(json_build_object('groupId', group_id, 'added', added, 'removed', removed)) from membership_counts)"
    : "null::json";
  return `with ${[...inputs, ...before, required, ...after, ...queued].join(",\n")}
select ${memberships} as memberships from required where ok`;
}
