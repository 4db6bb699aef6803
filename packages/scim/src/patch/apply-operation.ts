import { formatAttributePath } from "../attribute-path/format-attribute-path.ts";
import { resolveAttributePath } from "../attribute-path/resolve-attribute-path.ts";
import { describeJsonType, isObject } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { applyMembers, applyToExtension } from "./apply-members.ts";
import { applyToAttribute } from "./apply-to-attribute.ts";
import type { PatchOperation } from "./patch-operation.ts";
import type { PatchState } from "./patch-state.ts";
import { patchUnknownExtension } from "./patch-unknown-extension.ts";
import { expectObject } from "./replace-value.ts";

/** Applies one operation to the resource of `state`; what a path means decides how. */
export function applyOperation(state: PatchState, operation: PatchOperation): void {
  const { op, path, value } = operation;
  if (path === undefined) {
    if (!isObject(value)) {
      throw new ScimError("invalidValue", `without a path the value is an object, found ${describeJsonType(value)}`);
    }
    applyMembers(state, op, value);
    return;
  }
  const target = resolveAttributePath(state.type, path, state.notes.dialects);
  const where = formatAttributePath(path);
  switch (target.kind) {
    case "attribute":
      applyToAttribute(state, { op, target, written: path.filter, value, where, explicit: true });
      return;
    case "unknownExtension":
      patchUnknownExtension(state, op, target, value, where);
      return;
    case "schema":
      if (target.extension !== undefined) applyToExtension(state, op, target.extension, value, where);
      else if (op === "remove") throw new ScimError("mutability", `${where}: the base schema cannot be removed`);
      else applyMembers(state, op, expectObject(value, where));
  }
}
