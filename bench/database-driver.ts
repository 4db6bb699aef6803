import type { ActionDeps } from "../packages/server/src/actions/action-deps.ts";
import { unnamedStatement } from "../packages/server/src/storage/database.ts";
import { loadPeople, openBeside, settleDatabase } from "../packages/server/test/support/load-people.ts";
import { answerCalls } from "./call-process.ts";
import { timeAll, type Timed } from "./in-turn.ts";
import { personBody } from "./person.ts";
import { type RecordedCall, recordCall } from "./record-statements.ts";
import { type LookUps, openReplay, type Replay, replayTarget } from "./replay-statements.ts";
import type { ScimCall } from "./scim-call.ts";

// A process of its own: loads the people, and drives the server's statements straight at its PostgreSQL.

interface Opened {
  readonly deps: ActionDeps;
  readonly applicationId: string;
  readonly replay: Replay;
}

let opened: Opened | undefined;
let recorded: readonly RecordedCall[] = [];

const methods = {
  async open({ socketFolder, applicationId, most }: { socketFolder: string; applicationId: string; most: number }) {
    const deps = openBeside(replayTarget(socketFolder));
    opened = { deps, applicationId, replay: await openReplay(socketFolder, most) };
    const [row] = await deps.database.lists.query<{ version: string }>(unnamedStatement("select version()"), []);
    return /^PostgreSQL [\d.]+/.exec(row?.version ?? "")?.[0] ?? "PostgreSQL";
  },

  async load({ count }: { count: number }): Promise<string[]> {
    const { deps } = ready();
    return loadPeople(deps, await application(), count, personBody);
  },

  settle: (): Promise<void> => settleDatabase(ready().deps.database),

  /** What the database takes on the disk. */
  async bytes(): Promise<number> {
    const asked = unnamedStatement("select pg_database_size(current_database())::float8 as bytes");
    const [row] = await ready().deps.database.lists.query<{ bytes: number }>(asked, []);
    return row?.bytes ?? 0;
  },

  /** Keeps the statements of the calls for the next run; returns the ids of their resources. */
  async record({ calls }: { calls: readonly ScimCall[] }): Promise<string[]> {
    const { deps } = ready();
    const compiled = await application();
    const kept: RecordedCall[] = [];
    const numbered = calls.map((call, index) => ({ call, index }));
    await timeAll(numbered, 16, async ({ call, index }) => {
      kept[index] = await recordCall(deps, compiled, call);
    });
    recorded = kept;
    return kept.map((one) => one.resourceId);
  },

  /** The calls of the last `record` with their statements. */
  recorded: (): readonly RecordedCall[] => recorded,

  run: ({ concurrency, lookUps }: { concurrency: number; lookUps: LookUps }): Promise<Timed> =>
    ready().replay.run(recorded, concurrency, lookUps),
};

export type DatabaseDriver = typeof methods;

function ready(): Opened {
  if (opened === undefined) throw new Error("the driver was asked before it was opened");
  return opened;
}

async function application() {
  const { deps, applicationId } = ready();
  const found = await deps.settings.application(applicationId);
  if (found === undefined) throw new Error("the source application is gone");
  return found;
}

answerCalls(methods, async () => {
  await opened?.replay.close();
  opened?.deps.settings.close();
  await opened?.deps.database.close();
});
