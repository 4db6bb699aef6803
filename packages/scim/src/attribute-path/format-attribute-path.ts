import { formatFilter } from "../filter/format-filter.ts";
import type { AttributePath } from "./attribute-path.ts";
import { formatAttributeName } from "./format-attribute-name.ts";

/**
 * Writes an attribute path as text that `parseAttributePath` reads back to the same path.
 *
 * @example
 * formatAttributePath(parseAttributePath('emails[type  EQ "work"].value')); // 'emails[type eq "work"].value'
 */
export function formatAttributePath(path: AttributePath): string {
  if (path.filter === undefined) return formatAttributeName(path);
  const attribute = formatAttributeName({ schema: path.schema, attribute: path.attribute, subAttribute: undefined });
  const filtered = `${attribute}[${formatFilter(path.filter)}]`;
  return path.subAttribute === undefined ? filtered : `${filtered}.${path.subAttribute}`;
}
