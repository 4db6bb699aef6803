import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { RollcallError } from "../domain/errors.ts";
import { freeSlug, slugOf } from "../domain/organization-slug.ts";
import { listSlugsLike, type Organization } from "../storage/read/organizations.ts";
import { createOrganization as insertOrganization } from "../storage/write/organizations.ts";
import type { Tx } from "../storage/database.ts";
import type { ActionDeps } from "./action-deps.ts";

/**
 * Creates an organization; its slug follows from its name.
 *
 * @param deps `tx` where it is part of more
 * @throws {RollcallError} organization.name_taken: there is one with this name, in whatever case
 */
export async function createOrganization(
  deps: Pick<ActionDeps, "database" | "newId" | "now"> & { readonly tx?: Tx },
  name: string,
): Promise<Organization> {
  const trimmed = name.trim();
  const alike = await listSlugsLike(deps.tx ?? deps.database.lists, slugOf(trimmed));
  if (alike.some((other) => foldCase(other.name) === foldCase(trimmed))) nameTaken(trimmed);
  const organization = {
    id: deps.newId(),
    name: trimmed,
    slug: freeSlug(trimmed, new Set(alike.map((other) => other.slug))),
  };
  // Somebody took the slug since we looked: most likely with the same name.
  if (!(await insertOrganization(deps.tx ?? deps.database.pool, organization, deps.now()))) nameTaken(trimmed);
  return organization;
}

function nameTaken(name: string): never {
  throw new RollcallError("organization.name_taken", `An organization named "${name}" exists`);
}
