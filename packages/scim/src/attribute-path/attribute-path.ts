import type { Filter } from "../filter/filter.ts";
import type { AttributeName } from "./attribute-name.ts";

/**
 * A path to values of a resource: an attribute, optionally the elements of it that match a filter, optionally one
 * sub-attribute of each (RFC 7644 section 3.5.2, Figure 7); or a bare schema URN for a whole extension.
 */
export interface AttributePath extends AttributeName {
  /** The filter in brackets: `type eq "work"` in `emails[type eq "work"].value`. Its names are sub-attributes. */
  readonly filter: Filter | undefined;
}
