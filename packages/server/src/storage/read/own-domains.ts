import type { OwnDomain } from "../../domain/own-domain.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

interface Row {
  domain: string;
  token: string;
  created_at: Date;
  proven_at: Date | null;
  missing_since: Date | null;
  lost_at: Date | null;
  checked_at: Date | null;
  problem: string | null;
}

const columns = "domain, token, created_at, proven_at, missing_since, lost_at, checked_at, problem";

const ofOrganization = unnamedStatement(
  `select ${columns} from organization_domains where organization_id = $1 order by domain limit 500`,
);

/** Lists the domains that an organization declares as its own, with what is known of their proof. */
export async function listOwnDomains(reader: Reader, organizationId: string): Promise<OwnDomain[]> {
  return (await reader.query<Row>(ofOrganization, [organizationId])).map(fromRow);
}

const one = unnamedStatement(`select ${columns} from organization_domains where organization_id = $1 and domain = $2`);

export async function findOwnDomain(
  reader: Reader,
  organizationId: string,
  domain: string,
): Promise<OwnDomain | undefined> {
  const [row] = await reader.query<Row>(one, [organizationId, domain]);
  return row && fromRow(row);
}

const required = unnamedStatement("select proof_required from organizations where id = $1");

/** Tells whether only proven domains of an organization count where people are linked. */
export async function isProofRequired(reader: Reader, organizationId: string): Promise<boolean> {
  return (await reader.query<{ proof_required: boolean }>(required, [organizationId]))[0]?.proof_required ?? false;
}

const due = statement(
  "due-domains",
  `select organization_id as "organizationId", domain from organization_domains
    where next_check_at <= $1 order by next_check_at limit $2`,
);

/** Lists domains of all organizations whose record is to be looked for now, those that waited longest first. */
export async function findDueDomains(
  reader: Reader,
  now: string,
  limit: number,
): Promise<{ readonly organizationId: string; readonly domain: string }[]> {
  return reader.query(due, [now, limit]);
}

function fromRow(row: Row): OwnDomain {
  return {
    domain: row.domain,
    token: row.token,
    createdAt: instant(row.created_at),
    provenAt: row.proven_at && instant(row.proven_at),
    missingSince: row.missing_since && instant(row.missing_since),
    lostAt: row.lost_at && instant(row.lost_at),
    checkedAt: row.checked_at && instant(row.checked_at),
    problem: row.problem,
  };
}
