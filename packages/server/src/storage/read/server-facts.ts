import { type Reader, unnamedStatement } from "../database.ts";

/** What a PostgreSQL server is like, as far as Rollcall depends on it. */
export interface ServerFacts {
  /** As `server_version_num` has it: 180004 is 18.4. */
  readonly version: number;
  readonly encoding: string;
  /** The extensions that the migrations need and the server does not offer, with commas between. */
  readonly missingExtensions: string | null;
}

export async function readServerFacts(reader: Reader): Promise<ServerFacts> {
  const [row] = await reader.query<ServerFacts>(selectServerFacts, []);
  if (row === undefined) throw new Error("the database answered without a row");
  return row;
}

/** The server's clock, in milliseconds since 1970. */
export async function readServerClock(reader: Reader): Promise<number> {
  const [row] = await reader.query<{ now: number }>(selectClock, []);
  return row?.now ?? Number.NaN;
}

const selectServerFacts = unnamedStatement(
  `select current_setting('server_version_num')::int as version,
          current_setting('server_encoding') as encoding,
          (select string_agg(wanted, ', ' order by wanted)
             from unnest(array['btree_gin', 'pg_trgm']) as wanted
            where not exists (select from pg_available_extensions where name = wanted)) as "missingExtensions"`,
);

const selectClock = unnamedStatement("select extract(epoch from clock_timestamp())::float8 * 1000 as now");
