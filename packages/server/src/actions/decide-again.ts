import { RollcallError } from "../domain/errors.ts";

/** The write found that somebody was faster (RC001), or the database ended it for another's sake (deadlock, serialization). */
const overtaken: ReadonlySet<unknown> = new Set(["RC001", "40P01", "40001"]);

const attempts = 12;

/** The last of those who wait for their turn, by what they are about. */
const turns = new Map<string, Promise<unknown>>();

/**
 * Runs an attempt that reads, decides and writes, again from the start each time that its write was overtaken, at most
 * 12 times.
 *
 * @param about the id of what all such attempts write: once overtaken, those of this node go one after the other, so
 * that many at once do not overtake each other for ever
 * @throws RollcallError write.contended when it never came through; nothing was changed then
 */
export async function decideAgain<T>(attempt: () => Promise<T>, about?: string): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await (count === 1 || about === undefined ? attempt() : inTurn(about, attempt));
    } catch (error) {
      if (!overtaken.has((error as { code?: unknown }).code)) throw error;
      if (count === attempts) throw new RollcallError("write.contended");
      // The one who was faster may be many: wait a little longer and less evenly each time.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** Math.min(count, 6)));
    }
  }
}

async function inTurn<T>(about: string, attempt: () => Promise<T>): Promise<T> {
  // Whether those before succeeded is theirs.
  const turn = (turns.get(about) ?? Promise.resolve()).then(attempt, attempt);
  turns.set(about, turn);
  try {
    return await turn;
  } finally {
    if (turns.get(about) === turn) turns.delete(about);
  }
}

/** Tells whether an error is the violation of a unique index, and of which one. */
export function violatedUniqueIndex(error: unknown): string | undefined {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  // The index of a part of a distributed table has the number of the part at its end.
  return code === "23505" && typeof constraint === "string" ? constraint.replace(/_\d+$/, "") : undefined;
}
