import { type Tx, unnamedStatement } from "../database.ts";
import type { Organization } from "../read/organizations.ts";

const insertOrganization = unnamedStatement(
  `with made as (
    insert into organizations (id, name, slug, created_at) values ($1, $2, $3, $4)
      on conflict (slug) do nothing returning id)
  insert into provisioning_event_feeds (organization_id, last_position) select id, 0 from made`,
);

const rename = unnamedStatement("update organizations set name = $2 where id = $1");

/** @returns false when there is no such organization */
export async function renameOrganization(tx: Tx, organizationId: string, name: string): Promise<boolean> {
  return (await tx.execute(rename, [organizationId, name])) === 1;
}

/**
 * Creates an organization with its empty event feed.
 *
 * @returns false when the slug is taken
 */
export async function createOrganization(tx: Tx, organization: Organization, now: string): Promise<boolean> {
  const { id, name, slug } = organization;
  return (await tx.execute(insertOrganization, [id, name, slug, now])) === 1;
}
