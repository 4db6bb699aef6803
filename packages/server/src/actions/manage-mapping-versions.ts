import { compareMappings } from "../domain/compare-mappings.ts";
import type { DirectoryAttribute } from "../domain/directory-attribute.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Mapping } from "../domain/mapping.ts";
import { listCustomAttributes } from "../storage/read/directory-attributes.ts";
import { findMappingVersion, listMappingVersions, type MappingVersion } from "../storage/read/mapping-versions.ts";
import { findMapping } from "../storage/read/mappings.ts";
import { nameMappingVersion as writeName } from "../storage/write/mappings.ts";
import type { ActionDeps } from "./action-deps.ts";
import { saveMapping } from "./save-mapping.ts";

interface Application {
  readonly organizationId: string;
  readonly id: string;
}

/** A saved mapping, and what saving it changed, in sentences. */
export interface ComparedVersion extends MappingVersion {
  readonly inForce: boolean;
  /** Against the version before it; none for the first one. */
  readonly changes: readonly string[];
}

/** Lists the saved mappings of an application, the newest first, at most `limit` of those before a version. */
export async function listVersions(
  { database }: Pick<ActionDeps, "database">,
  { organizationId, id }: Application,
  before: number,
  limit: number,
): Promise<{ readonly items: readonly ComparedVersion[]; readonly more: boolean }> {
  const present = await findMapping(database.lists, organizationId, id);
  const customAttributes = await listCustomAttributes(database.lists, organizationId);
  // One more: what the last one changed is seen in it.
  const versions = await listMappingVersions(database.lists, organizationId, id, before - 1, limit + 1);
  const items = versions.slice(0, limit).map((version, index): ComparedVersion => {
    const earlier = versions[index + 1];
    return {
      ...version,
      inForce: version.version === present?.version,
      changes: earlier === undefined ? [] : compareMappings(earlier, version, customAttributes),
    };
  });
  return { items, more: versions.length > limit };
}

/**
 * Reads one saved mapping, with what would change if it were in force again.
 *
 * @throws {RollcallError} mapping.version_not_found
 */
export async function readVersion(
  deps: Pick<ActionDeps, "database">,
  application: Application,
  version: number,
): Promise<{
  readonly version: MappingVersion;
  readonly present: number;
  readonly changes: readonly string[];
  readonly customAttributes: readonly DirectoryAttribute[];
}> {
  const { organizationId, id } = application;
  const found = await findVersion(deps, application, version);
  const present = await findMapping(deps.database.lists, organizationId, id);
  const customAttributes = await listCustomAttributes(deps.database.lists, organizationId);
  return {
    version: found,
    present: present?.version ?? 0,
    changes: present === undefined ? [] : compareMappings(present, found, customAttributes),
    customAttributes,
  };
}

/**
 * Gives a saved mapping a name, or takes it away with null.
 *
 * @throws {RollcallError} mapping.version_not_found
 */
export async function nameVersion(
  { database }: Pick<ActionDeps, "database">,
  { organizationId, id }: Application,
  version: number,
  name: string | null,
): Promise<void> {
  const named = await database.transaction((tx) => writeName(tx, organizationId, id, version, name));
  if (!named) notFound(version);
}

/**
 * Saves an earlier mapping again, as the next version.
 *
 * @throws {RollcallError} mapping.version_not_found; what `saveMapping` throws, where the attributes or schemas that it
 * needs are gone
 */
export async function restoreVersion(
  deps: ActionDeps,
  application: Application,
  version: number,
  savedBy: string,
): Promise<Mapping> {
  const { users, groups } = await findVersion(deps, application, version);
  return saveMapping(deps, application, { users, groups }, savedBy);
}

async function findVersion(
  { database }: Pick<ActionDeps, "database">,
  { organizationId, id }: Application,
  version: number,
): Promise<MappingVersion> {
  return (await findMappingVersion(database.lists, organizationId, id, version)) ?? notFound(version);
}

function notFound(version: number): never {
  throw new RollcallError("mapping.version_not_found", `There is no version ${version} of this mapping`);
}
