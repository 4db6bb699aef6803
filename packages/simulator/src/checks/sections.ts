import { auth } from "./auth.ts";
import { bulks } from "./bulk.ts";
import type { Section } from "./check.ts";
import { clients } from "./clients.ts";
import { create } from "./create.ts";
import { cursor } from "./cursor.ts";
import { dataTypes } from "./data-types.ts";
import { remove } from "./delete.ts";
import { discovery } from "./discovery.ts";
import { errors } from "./errors.ts";
import { etags } from "./etags.ts";
import { mediaTypes } from "./media-types.ts";
import { paging } from "./paging.ts";
import { patchGroups } from "./patch-groups.ts";
import { patchUsers } from "./patch-users.ts";
import { projection } from "./projection.ts";
import { queryFilter } from "./query-filter.ts";
import { read } from "./read.ts";
import { replace } from "./replace.ts";
import { searches } from "./search.ts";
import { sort } from "./sort.ts";

/** Every check, in the order in which they are made and reported. */
export const sections: readonly Section[] = [
  discovery,
  auth,
  mediaTypes,
  create,
  read,
  dataTypes,
  queryFilter,
  sort,
  paging,
  cursor,
  projection,
  searches,
  replace,
  patchUsers,
  patchGroups,
  remove,
  etags,
  bulks,
  errors,
  clients,
];

/** The checks of the sections, or with the requirement ids, that are named; all where none is. */
export function chooseSections(names: readonly string[]): readonly Section[] {
  if (names.length === 0) return sections;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return sections
    .map((section): Section => {
      if (wanted.has(section.name)) return section;
      return {
        ...section,
        checks: section.checks.filter(({ shows }) => shows.some((id) => wanted.has(id.toLowerCase()))),
      };
    })
    .filter(({ checks }) => checks.length > 0);
}

/** Of these names the ones that are neither a section nor a requirement that a check shows. */
export function unknownNames(names: readonly string[]): string[] {
  const ids = sections.flatMap(({ checks }) => checks.flatMap(({ shows }) => shows));
  const known = new Set([...sections.map(({ name }) => name), ...ids].map((name) => name.toLowerCase()));
  return names.filter((name) => !known.has(name.toLowerCase()));
}
