import type { DirectoryUser } from "../../domain/directory-user.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { type DirectoryUserRow, directoryUserFromRow, directoryUserRowColumns } from "./directory-user-row.ts";
import { type OtherResource, otherResources } from "./user-contexts.ts";

const peopleShared = unnamedStatement(
  `select d.id, d.sources_active is not null or exists (select from links l where l.organization_id = $1
      and l.directory_id = d.id and l.state = 'linked' and not l.owning) as shared
    from directory_users d where d.organization_id = $1 and d.id > $2 order by d.id limit $3`,
);

/** Lists people after an id, in the order of ids, each with whether more than their owning source has a say in them. */
export async function listPeopleShared(
  reader: Reader,
  organizationId: string,
  after: string,
  limit: number,
): Promise<{ readonly id: string; readonly shared: boolean }[]> {
  return reader.query(peopleShared, [organizationId, after, limit]);
}

const personWithSources = statement(
  "person-with-sources",
  `select ${directoryUserRowColumns}, ${otherResources("false")}) as others
    from directory_users d where d.organization_id = $1 and d.id = $2`,
);

/** A person with the resources of all open links. */
export interface PersonWithSources {
  readonly directoryUser: DirectoryUser;
  readonly sources: readonly OtherResource[];
}

/** Finds a person with the resources that are linked to them, the owner's first. */
export async function findPersonWithSources(
  reader: Reader,
  organizationId: string,
  directoryUserId: string,
): Promise<PersonWithSources | undefined> {
  type Row = DirectoryUserRow & { readonly others: OtherResource[] | null };
  const [row] = await reader.query<Row>(personWithSources, [organizationId, directoryUserId]);
  return row && { directoryUser: directoryUserFromRow(row), sources: row.others ?? [] };
}
