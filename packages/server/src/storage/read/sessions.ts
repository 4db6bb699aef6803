import type { Role } from "../../domain/principal.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** A session with whom it stands for. */
export interface SessionFacts {
  readonly sessionId: string;
  readonly administratorId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly wholeInstallation: boolean;
  readonly organizationIds: readonly string[];
  readonly totpConfirmed: boolean;
  readonly awaitsSecondFactor: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string;
}

const sessionByHash = statement(
  "session-by-hash",
  `select s.id as "sessionId", s.administrator_id as "administratorId", a.name, a.email, a.role,
      a.whole_installation as "wholeInstallation", a.totp_confirmed as "totpConfirmed",
      s.awaits_second_factor as "awaitsSecondFactor", s.created_at, s.last_used_at,
      array(select m.organization_id from administrator_organizations m where m.administrator_id = a.id)
        as "organizationIds"
    from sessions s join administrators a on a.id = s.administrator_id
    where s.hash = $1 and s.expires_at > $2 and s.last_used_at > $3`,
);

/**
 * Finds a session by the SHA-256 of what its cookie holds; a request knows nothing but its cookie.
 *
 * @param idleSince a session that was last used before this instant is over
 */
export async function findSession(
  reader: Reader,
  hash: Buffer,
  now: string,
  idleSince: string,
): Promise<SessionFacts | undefined> {
  const [row] = await reader.query<
    Omit<SessionFacts, "createdAt" | "lastUsedAt"> & { created_at: Date; last_used_at: Date }
  >(sessionByHash, [hash, now, idleSince]);
  if (row === undefined) return undefined;
  const { created_at, last_used_at, ...facts } = row;
  return { ...facts, createdAt: instant(created_at), lastUsedAt: instant(last_used_at) };
}

/** A browser in which an administrator is signed in. */
export interface OpenSession {
  readonly id: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
}

const openSessions = unnamedStatement(
  `select id, address, user_agent, created_at, last_used_at, expires_at from sessions
    where administrator_id = $1 and not awaits_second_factor and expires_at > $2 and last_used_at > $3
    order by last_used_at desc, id limit 200`,
);

/** Lists where an administrator is signed in, the latest used first. */
export async function listSessions(
  reader: Reader,
  administratorId: string,
  now: string,
  idleSince: string,
): Promise<OpenSession[]> {
  interface Row {
    id: string;
    address: string | null;
    user_agent: string | null;
    created_at: Date;
    last_used_at: Date;
    expires_at: Date;
  }
  const rows = await reader.query<Row>(openSessions, [administratorId, now, idleSince]);
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    userAgent: row.user_agent,
    createdAt: instant(row.created_at),
    lastUsedAt: instant(row.last_used_at),
    expiresAt: instant(row.expires_at),
  }));
}

const countCodes = unnamedStatement("select count(*)::int as count from recovery_codes where administrator_id = $1");

/** Counts the recovery codes that an administrator has left. */
export async function countRecoveryCodes(reader: Reader, administratorId: string): Promise<number> {
  return (await reader.query<{ count: number }>(countCodes, [administratorId]))[0]?.count ?? 0;
}
