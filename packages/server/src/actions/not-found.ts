import { ScimError } from "@rollcall/scim/scim-error.ts";

/** @throws {ScimError} 404, always */
export function notFound(typeName: string, id: string): never {
  throw new ScimError(404, `${typeName} ${JSON.stringify(id.slice(0, 100))} was not found in this application`);
}
