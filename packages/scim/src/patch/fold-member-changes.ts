import { compileElementTest } from "../filter/evaluate-filter.ts";
import type { ResolvedFilter } from "../filter/resolved-filter.ts";
import type { MemberChange } from "./member-change.ts";

/** What a sequence of member changes comes to; `add` and `remove` share no id. */
export interface MemberEffect {
  /** `replace`: the members afterwards are those in `add` and nobody else. */
  readonly mode: "delta" | "replace";
  readonly add: ReadonlySet<string>;
  readonly remove: ReadonlySet<string>;
  /** Applied to the members as they were before the request, save those in `add`; empty in mode `replace`. */
  readonly removeWhere: readonly ResolvedFilter[];
}

/**
 * Works out what a sequence of member changes comes to, so that one statement can carry it out: the later one wins. A
 * filter that comes after an addition in the same request is held against the added ids by their `value` alone, since
 * nothing else is known of them yet.
 *
 * @returns undefined for no changes at all
 */
export function foldMemberChanges(changes: readonly MemberChange[]): MemberEffect | undefined {
  if (changes.length === 0) return undefined;
  let mode: MemberEffect["mode"] = "delta";
  let add = new Set<string>();
  let remove = new Set<string>();
  let removeWhere: ResolvedFilter[] = [];
  for (const change of changes) {
    switch (change.kind) {
      case "add":
        for (const id of change.ids) add.add(id);
        for (const id of change.ids) remove.delete(id);
        break;
      case "remove":
        for (const id of change.ids) add.delete(id);
        if (mode === "delta") for (const id of change.ids) remove.add(id);
        break;
      case "removeWhere": {
        const isRemoved = compileElementTest(change.filter);
        for (const id of add) if (isRemoved({ value: id })) add.delete(id);
        if (mode === "delta") removeWhere.push(change.filter);
        break;
      }
      case "removeAll":
      case "replaceAll":
        mode = "replace";
        add = new Set(change.kind === "replaceAll" ? change.ids : []);
        remove = new Set();
        removeWhere = [];
    }
  }
  return { mode, add, remove, removeWhere };
}
