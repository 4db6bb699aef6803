import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { Client } from "pg";
import { freePort } from "../../src/cli/free-port.ts";
import { findRunningPostgres } from "../../src/storage/embedded-postgres.ts";
import { RollcallProcess } from "./rollcall-process.ts";
import { type UndoFindings, undoReason, UndoScene } from "./undo-scene.ts";

/** A kill that comes when all is done says nothing, and is tried again: on a fast machine an undo may be done before. */
const attempts = 5;

/** An undo that nothing disturbs, and one whose server is killed in the middle. */
export interface UndoRoundsFindings {
  readonly undisturbed: UndoFindings;
  readonly killed: UndoFindings;
  /** Events of the undo when the server was killed. */
  readonly killedAfter: number;
  /** Both told the same, each once. */
  readonly toldTheSame: boolean;
  readonly good: boolean;
}

/** Has a bad mapping and a bad sync undone twice, each in an organization of its own, once while the server is killed. */
export async function playUndo(people: number, seed: number, say: (line: string) => void): Promise<UndoRoundsFindings> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-undo-"));
  // PostgreSQL runs as somebody else when the tests run as root, and has to get through to its folder.
  await chmod(folder, 0o711);
  const rollcall = new RollcallProcess(join(folder, "data"), await freePort("127.0.0.1"));
  try {
    await rollcall.start();
    const undisturbed = await (await UndoScene.open(rollcall, people, seed)).play(async () => {}, say);
    say(`${undisturbed.told.length} changes undone, ${undisturbed.differing} fields differ`);
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const scene = await UndoScene.open(rollcall, people, seed);
      let killedAfter = 0;
      const killed = await scene.play(async () => {
        killedAfter = await killInTheMiddle(rollcall, scene.organizationId, undisturbed.told.length);
      }, say);
      if (killedAfter >= undisturbed.told.length) continue;
      say(`the server was killed after ${killedAfter} of ${killed.told.length} changes`);
      const toldTheSame = isDeepStrictEqual(killed.told, undisturbed.told);
      const good = toldTheSame && isGood(undisturbed) && isGood(killed);
      return { undisturbed, killed, killedAfter, toldTheSame, good };
    }
    throw new Error("the undo was always done before the server could be killed");
  } finally {
    await rollcall.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function isGood({ damaged, differing, madeUpBinned, madeUpElsewhere, damage, left, foreseen }: UndoFindings): boolean {
  return (
    damaged > 0 &&
    differing === 0 &&
    madeUpBinned === damage.madeUp + damage.groupsMadeUp &&
    madeUpElsewhere === 0 &&
    left === 0 &&
    foreseen
  );
}

/** Kills the server when a part of an undo is done, and starts it again. @returns how many events the undo had told */
async function killInTheMiddle(rollcall: RollcallProcess, organizationId: string, expected: number): Promise<number> {
  const database = new Client({ ...findRunningPostgres(rollcall.dataFolder) });
  await database.connect();
  const count = async (): Promise<number> => {
    const text = "select count(*)::int as told from provisioning_events where organization_id = $1 and reason = $2";
    const { rows } = await database.query<{ told: number }>(text, [organizationId, undoReason]);
    return rows[0]?.told ?? 0;
  };
  try {
    while ((await count()) < expected * 0.4) await wait(2);
    await rollcall.killServer();
    return await count();
  } finally {
    await database.end();
    await rollcall.start();
  }
}
