import { foldCase } from "@rollcall/scim/filter/compare-values.ts";

/**
 * Makes the slug of an organization's name: its letters and digits of the Latin alphabet, lower case, without their
 * accents, a hyphen for everything between; `organization` where nothing is left. At most 60 characters.
 */
export function slugOf(name: string): string {
  let slug = "";
  for (const character of foldCase(name).normalize("NFD")) {
    if (/^[a-z0-9]$/.test(character)) slug += character;
    else if (!/^\p{Mark}$/u.test(character) && slug !== "" && !slug.endsWith("-")) slug += "-";
  }
  slug = slug.slice(0, 60);
  if (slug.endsWith("-")) slug = slug.slice(0, -1);
  return slug === "" ? "organization" : slug;
}

/** Finds a slug that is free: the name's own, or with the first number after it that is not taken. */
export function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const slug = slugOf(name);
  if (!taken.has(slug)) return slug;
  let number = 2;
  while (taken.has(`${slug}-${number}`)) number += 1;
  return `${slug}-${number}`;
}
