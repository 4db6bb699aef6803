import { formatAttributePath } from "../attribute-path/format-attribute-path.ts";
import { resolveAttributePath } from "../attribute-path/resolve-attribute-path.ts";
import { ScimError } from "../scim-error.ts";
import { applyMembers, applyTableMembers } from "./apply-members.ts";
import { applyToAttribute } from "./apply-to-attribute.ts";
import type { PatchOperation } from "./patch-operation.ts";
import type { PatchState } from "./patch-state.ts";
import { patchUnknownExtension } from "./patch-unknown-extension.ts";
import { expectObject } from "./replace-value.ts";

/**
 * Applies one operation to the copy of the resource in the state (RFC 7644 sections 3.5.2.1 to 3.5.2.3).
 *
 * @throws {ScimError} invalidPath, invalidFilter, invalidValue, noTarget, mutability
 */
export function applyOperation(state: PatchState, operation: PatchOperation): void {
  const { op, path, value } = operation;
  if (path === undefined) {
    applyMembers(state, op, expectObject(value, "value"));
    return;
  }
  const where = formatAttributePath(path);
  const target = resolveAttributePath(state.type, path, state.notes.dialects);
  if (target.kind === "unknownExtension") {
    patchUnknownExtension(state, op, target, value, where);
    return;
  }
  if (target.kind === "schema") {
    const { extension } = target;
    if (extension === undefined) {
      if (op === "remove") throw new ScimError("mutability", `${where}: the base schema cannot be removed`);
      applyMembers(state, op, expectObject(value, where));
    } else if (op === "remove" || value === null) {
      delete state.resource[extension.id];
    } else {
      applyTableMembers(state, op, extension, expectObject(value, where), where);
    }
    return;
  }
  applyToAttribute(state, operation, target, where);
}
