import { RollcallError } from "../domain/errors.ts";

/** The write found that somebody was faster (RC001), or the database ended it for another's sake (deadlock, serialization). */
const overtaken: ReadonlySet<unknown> = new Set(["RC001", "40P01", "40001"]);

const attempts = 12;

/**
 * Runs an attempt that reads, decides and writes, again from the start each time that its write was overtaken, at most
 * 12 times.
 *
 * @throws RollcallError write.contended when it never came through; nothing was changed then
 */
export async function decideAgain<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!overtaken.has((error as { code?: unknown }).code)) throw error;
      if (count === attempts) throw new RollcallError("write.contended");
      // The one who was faster may be many: wait a little longer and less evenly each time.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** Math.min(count, 6)));
    }
  }
}

/** Tells whether an error is the violation of a unique index, and of which one. */
export function violatedUniqueIndex(error: unknown): string | undefined {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === "23505" && typeof constraint === "string" ? constraint : undefined;
}
