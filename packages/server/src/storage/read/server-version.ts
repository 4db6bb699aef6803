import { type Reader, unnamedStatement } from "../database.ts";

const serverVersion = unnamedStatement("select split_part(current_setting('server_version'), ' ', 1) as version");

/** The version of PostgreSQL: *17.4*. */
export async function readServerVersion(reader: Reader): Promise<string> {
  return (await reader.query<{ version: string }>(serverVersion, []))[0]?.version ?? "unknown";
}
