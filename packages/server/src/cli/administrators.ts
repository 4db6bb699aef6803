import { newId } from "../actions/new-id.ts";
import { issuePasswordReset } from "../actions/reset-password.ts";
import type { Config } from "../config.ts";
import { RollcallError } from "../domain/errors.ts";
import { listAdministrators as readAdministrators } from "../storage/read/administrators.ts";
import { textTable } from "./text-table.ts";
import { onDatabase } from "./on-database.ts";

/** `rollcall administrators list`: who signs in to the console. */
export function listAdministrators(config: Config, { json }: { readonly json: boolean }): Promise<number> {
  return onDatabase(config, async (database) => {
    const found = await readAdministrators(database.lists, null);
    if (json) {
      process.stdout.write(`${JSON.stringify({ items: found, nextCursor: null }, null, 2)}\n`);
      return 0;
    }
    const rows = found.map(({ email, name, role, wholeInstallation, organizations, secondFactor }) => [
      email,
      name,
      role,
      wholeInstallation ? "the whole installation" : organizations.map((one) => one.name).join(", "),
      secondFactor ? "yes" : "no",
    ]);
    process.stdout.write(`${textTable(["e-mail", "name", "role", "sees", "second factor"], rows)}\n`);
    return 0;
  });
}

/**
 * `rollcall administrators reset`: prints a link by which an administrator sets a new password. Whoever runs this has the
 * database, so it asks for nothing else.
 */
export function resetAdministrator(config: Config, email: string): Promise<number> {
  return onDatabase(config, async (database) => {
    const deps = { database, newId, now: () => new Date().toISOString() };
    try {
      const token = await issuePasswordReset(deps, email);
      const origin = config.origin ?? `http://${config.host}:${config.port}`;
      process.stdout.write(`${origin}/reset?token=${token}\n`);
      process.stdout.write(
        "Open it in a browser within an hour: it sets a new password and removes the second factor.\n",
      );
      return 0;
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      process.stderr.write(`${error.message}. \`rollcall administrators list\` shows who there is.\n`);
      return 1;
    }
  });
}
