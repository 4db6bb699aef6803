import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
}

const organizationById = statement("organization-by-id", "select id, name, slug from organizations where id = $1");

export async function findOrganization(reader: Reader, organizationId: string): Promise<Organization | undefined> {
  return (await reader.query<Organization>(organizationById, [organizationId]))[0];
}

const organizations = unnamedStatement(
  `select id, name, slug from organizations
    where ($1::uuid[] is null or id = any ($1)) and ($2::uuid is null or id > $2) and ($4::text is null or slug = $4)
    order by id limit $3`,
);

/**
 * Lists organizations by id.
 *
 * @param organizationIds the only ones to list; null lists all
 * @param slug of the only one to list; null lists all
 */
export async function listOrganizations(
  reader: Reader,
  organizationIds: readonly string[] | null,
  slug: string | null,
  after: string | null,
  limit: number,
): Promise<ListPage<Organization>> {
  const rows = await reader.query<Organization>(organizations, [organizationIds, after, limit + 1, slug]);
  return cutPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => row,
  );
}

const organizationsWithSlug = unnamedStatement("select name, slug from organizations where slug = $1 or slug like $2");

/** Lists names and slugs of the organizations whose slug is this one, or this one with a number after it. */
export async function listSlugsLike(reader: Reader, slug: string): Promise<Pick<Organization, "name" | "slug">[]> {
  // Slugs hold letters, digits and hyphens only: nothing that LIKE would read.
  return reader.query(organizationsWithSlug, [slug, `${slug}-%`]);
}
