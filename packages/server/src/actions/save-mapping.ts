import { compileResourceTypes } from "../domain/application-schemas.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Mapping } from "../domain/mapping.ts";
import { type SentRule, validateMapping } from "../domain/validate-mapping.ts";
import type { Reader } from "../storage/database.ts";
import { findApplicationSchemas } from "../storage/read/application-schemas.ts";
import { listCustomAttributes } from "../storage/read/directory-attributes.ts";
import { findMapping } from "../storage/read/mappings.ts";
import { saveMapping as insertMapping } from "../storage/write/mappings.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/** A mapping as somebody sends it. */
export interface SentMapping {
  /** The version that the sender saw; without it the mapping is saved whatever the present one is. */
  readonly version?: number;
  readonly users: readonly SentRule[];
  readonly groups: readonly SentRule[];
}

/**
 * Saves the mapping of a source application as its next version, in force from the next write on.
 *
 * @param savedBy the actor
 * @throws {RollcallError} mapping.unknown_attribute_path, mapping.unknown_directory_attribute, mapping.duplicate_rule,
 * mapping.required_rule_missing, request.invalid: the first problem's, with all problems; mapping.version_conflict
 */
export async function saveMapping(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  sent: SentMapping,
  savedBy: string,
): Promise<Mapping> {
  const { organizationId, id } = application;
  return changeSettings(deps, async (tx) => {
    const { users, groups } = await readSentMapping(tx, application, sent);
    const present = (await findMapping(tx, organizationId, id))?.version ?? 0;
    if (sent.version !== undefined && sent.version !== present) conflict(sent.version, present);
    const mapping: Mapping = { version: present + 1, users, groups };
    // Somebody saved the same version since we looked.
    if (!(await insertMapping(tx, organizationId, id, mapping, deps.now(), savedBy))) conflict(present, present + 1);
    return mapping;
  });
}

/**
 * Reads the rules of a mapping that somebody sent.
 *
 * @throws {RollcallError} as `saveMapping`, but for mapping.version_conflict
 */
export async function readSentMapping(
  reader: Reader,
  { organizationId, id }: { readonly organizationId: string; readonly id: string },
  sent: SentMapping,
): Promise<Pick<Mapping, "users" | "groups">> {
  const resourceTypes = compileResourceTypes(await findApplicationSchemas(reader, organizationId, id));
  const customAttributes = await listCustomAttributes(reader, organizationId);
  const { users, groups, problems } = validateMapping(sent, customAttributes, resourceTypes);
  const [first] = problems;
  if (first === undefined) return { users, groups };
  throw new RollcallError(first.code, `${first.where}: ${first.detail}`, problems.map(withoutCode));
}

function withoutCode({ where, detail }: { readonly where: string; readonly detail: string }) {
  return { where, detail };
}

function conflict(expected: number, found: number): never {
  throw new RollcallError(
    "mapping.version_conflict",
    `Expected version ${expected} to be the present one, found ${found}`,
  );
}
