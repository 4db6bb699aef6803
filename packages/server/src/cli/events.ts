import { followFeed } from "@rollcall/admin-api/follow-feed.ts";
import { type ProvisioningEvent, provisioningEventRoutes } from "@rollcall/admin-api/provisioning-events.ts";
import type { Command } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { printable, printableTable, type Session, speakToServer } from "./session.ts";
import { parseLimit } from "./walk-list.ts";

interface EventsOptions {
  readonly organization?: string;
  readonly after?: string;
  readonly limit: string;
  readonly follow?: true;
  readonly types?: string;
  readonly user?: string;
}

/** Which events are wanted. */
interface Narrowed {
  readonly types?: readonly string[];
  readonly directoryUserId?: string;
}

const maxPage = 1_000;

/** rollcall events [--follow] */
export function registerEvents(program: Command, exit: (code: number) => void): void {
  speakToServer<[EventsOptions]>(
    program
      .command("events")
      .description("list what happened in an organization, in commit order")
      .option(organizationOption, organizationWords)
      .option("--after <cursor>", "go on where an earlier call stopped (its nextCursor)")
      .option("--limit <number>", "at most so many", "100")
      .option("--types <types>", "only these, as in user.disabled,group.*")
      .option("--user <id>", "only events about this directory user")
      .option("--follow", "from then on print each event as it happens, until stopped; as JSON one on a line"),
    exit,
    async (session, { organization, after, limit, follow, types, user }) => {
      const { id } = await chooseOrganization(session, organization);
      const narrowed = {
        ...(types === undefined ? {} : { types: types.split(",") }),
        ...(user === undefined ? {} : { directoryUserId: user }),
      };
      if (follow === true) await followEvents(session, id, after, narrowed);
      else await listEvents(session, id, after, parseLimit(limit), narrowed);
    },
  );
}

async function listEvents(
  { client, print }: Session,
  organizationId: string,
  after: string | undefined,
  limit: number,
  { types, directoryUserId }: Narrowed,
) {
  const items: ProvisioningEvent[] = [];
  let cursor = after;
  for (;;) {
    const size = Math.min(maxPage, limit - items.length);
    const page = await client.call(provisioningEventRoutes.listProvisioningEvents, {
      params: { organizationId },
      query: {
        limit: size,
        ...(cursor === undefined ? {} : { after: cursor }),
        ...(types === undefined ? {} : { types: types.join(",") }),
        ...(directoryUserId === undefined ? {} : { directoryUserId }),
      },
    });
    items.push(...page.items);
    cursor = page.nextCursor;
    if (!page.more || items.length >= limit) break;
  }
  print({ items, nextCursor: cursor }, () =>
    printableTable(["when", "type", "outcome", "person or group", "changed"], items.map(rowOf)),
  );
}

/** Prints what has happened since the cursor and then what happens, until the process is told to stop. */
async function followEvents(
  { client, json }: Session,
  organizationId: string,
  after: string | undefined,
  narrowed: Narrowed,
) {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    const options = { organizationId, after, limit: maxPage, signal: stop.signal, ...narrowed };
    for await (const { events } of followFeed(client, options)) {
      for (const event of events) {
        process.stdout.write(`${json ? JSON.stringify(event) : printable(rowOf(event).join("  "))}\n`);
      }
    }
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

function rowOf(event: ProvisioningEvent): string[] {
  const reason = event.reason === null ? "" : ` (${event.reason})`;
  return [
    event.occurredAt,
    event.type,
    event.outcome + reason,
    event.directoryUserId ?? event.directoryGroupId ?? event.scimId ?? "",
    event.changes.map(({ attribute }) => attribute).join(", "),
  ];
}
