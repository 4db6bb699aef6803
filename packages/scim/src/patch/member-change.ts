import type { ResolvedFilter } from "../filter/resolved-filter.ts";

/** One change of a group's members, in the order of the operations; ids are as the client sent them, each once. */
export type MemberChange =
  | { readonly kind: "add" | "remove" | "replaceAll"; readonly ids: readonly string[] }
  /** Over one member: `value`, `type`, `display`. */
  | { readonly kind: "removeWhere"; readonly filter: ResolvedFilter }
  | { readonly kind: "removeAll" };
