import { compileResourceTypes } from "../domain/application-schemas.ts";
import { RollcallError } from "../domain/errors.ts";
import {
  isKeepable,
  isKept,
  type KeptAttribute,
  receivedExtensionUrn,
  withKeptAttribute,
} from "../domain/keep-attribute.ts";
import { validateSchemas } from "../domain/validate-schemas.ts";
import { findApplicationSchemas } from "../storage/read/application-schemas.ts";
import { listReceivedAttributes } from "../storage/read/received-attributes.ts";
import { lockApplicationSchemas, saveApplicationSchemas } from "../storage/write/application-schemas.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * Keeps from the next write on what a source sends for users and no schema has: it becomes an attribute of an extension
 * that the application has of its own.
 *
 * @returns the path that a mapping rule can read
 * @throws {RollcallError} received_attribute.not_found; received_attribute.not_keepable where its name cannot stand in
 * an extension or there is no more room; received_attribute.kept where a schema has it already
 */
export async function keepReceivedAttribute(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  attribute: KeptAttribute,
): Promise<string> {
  const { organizationId, id } = application;
  const { name } = attribute;
  return changeSettings(deps, async (tx) => {
    await lockApplicationSchemas(tx, organizationId, id);
    const received = await listReceivedAttributes(tx, organizationId, id);
    if (!received.some(({ path }) => path === name)) throw new RollcallError("received_attribute.not_found");
    if (!isKeepable(name)) {
      throw new RollcallError("received_attribute.not_keepable", `expected a name at the top of a user, found ${name}`);
    }
    const present = await findApplicationSchemas(tx, organizationId, id);
    const user = compileResourceTypes(present).find((type) => type.name === "User");
    if (user !== undefined && isKept(user, name)) throw new RollcallError("received_attribute.kept");
    const next = withKeptAttribute(present, attribute);
    const { documents, problems } = validateSchemas(next.schemas);
    const [first] = problems;
    if (first !== undefined) throw new RollcallError("received_attribute.not_keepable", first.detail, problems);
    await saveApplicationSchemas(tx, organizationId, id, { ...next, schemas: documents }, deps.now());
    return `${receivedExtensionUrn}:${name}`;
  });
}
