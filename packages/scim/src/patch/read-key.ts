import { isName } from "../attribute-path/attribute-name.ts";
import type { AttributePath } from "../attribute-path/attribute-path.ts";
import { parseAttributePath } from "../attribute-path/parse-attribute-path.ts";
import { ScimError } from "../scim-error.ts";

/**
 * Reads a key of a value without a path as the path that it may be: `name.givenName`, `urn:…:User:department`.
 *
 * @returns undefined for a key that is no path: it names nothing
 */
export function readKey(name: string): AttributePath | undefined {
  if (isName(name, 0, name.length)) {
    return { schema: undefined, attribute: name, subAttribute: undefined, filter: undefined };
  }
  try {
    return parseAttributePath(name);
  } catch (error) {
    // Caught because a member that cannot be read as a path is an unknown member, not a malformed path.
    if (error instanceof ScimError) return undefined;
    throw error;
  }
}
