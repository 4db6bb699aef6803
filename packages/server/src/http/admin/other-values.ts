import type { Provenance } from "@rollcall/admin-api/directory-users.ts";
import { givenByOthers } from "../../actions/provision-user.ts";
import type { DirectoryUser } from "../../domain/directory-user.ts";
import { firstFor, inPrecedence } from "../../domain/precedence.ts";
import { findApplicationNames } from "../../storage/read/directory-users.ts";
import { findPersonWithSources } from "../../storage/read/shared-people.ts";
import type { AdminDeps } from "./admin-deps.ts";

/** Finds what linked sources give for an attribute beside the one whose value counts, the next one to count first. */
export async function findOtherValues(
  deps: AdminDeps,
  organizationId: string,
  user: DirectoryUser,
): Promise<(attribute: string, from: string | null) => Provenance["others"]> {
  const found = await findPersonWithSources(deps.database.lists, organizationId, user.id);
  const sources = found?.sources ?? [];
  // One source alone gives what counts.
  if (sources.length < 2) return () => [];
  const given = await givenByOthers(deps, sources, user);
  const ids = given.map(({ from }) => from);
  const names = await findApplicationNames(deps.database.lists, organizationId, ids);
  const precedence = (await deps.settings.organization(organizationId))?.precedence;
  return (attribute, winner) =>
    inPrecedence(given, firstFor(precedence, attribute)).flatMap(({ from, values }) => {
      const value = from === winner ? undefined : values.get(attribute);
      if (value === undefined) return [];
      return [{ from: { id: from, displayName: names.get(from) ?? "" }, value: value.value, path: value.path }];
    });
}
