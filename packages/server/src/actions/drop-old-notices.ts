import { dropOldNotices as drop } from "../storage/write/notices.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Days for which it can be seen who was told of what. */
const keptDays = 90;

/** Drops notices that ended, and e-mails that were sent or given up, three months ago. */
export async function dropOldNotices({ database, now }: Pick<ActionDeps, "database" | "now">): Promise<void> {
  await drop(database.pool, new Date(Date.parse(now()) - keptDays * 86_400_000).toISOString());
}
