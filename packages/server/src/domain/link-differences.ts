import type { JsonValue } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { MappedValues } from "./apply-mapping.ts";
import type { DirectoryUser } from "./directory-user.ts";
import { comesBefore, type Precedence } from "./precedence.ts";

/** An attribute of which a source and the directory say different things. */
export interface LinkDifference {
  readonly attribute: string;
  /** Null where the source gives nothing any more. */
  readonly source: JsonValue;
  /** Null where the directory has no value. */
  readonly directory: JsonValue;
}

/**
 * Finds where the directory holds something else than a link's source says now. That the owner's value wins over
 * another source's, or that of one with precedence over the owner's, is as it should be and no difference (rules.md section 3); neither is what a source that does not own
 * the person says while it says inactive: it gives nothing then.
 */
export function linkDifferences(
  user: DirectoryUser,
  link: { readonly sourceApplicationId: string; readonly owning: boolean },
  mapped: MappedValues,
  precedence?: Precedence,
): LinkDifference[] {
  const found: LinkDifference[] = [];
  const given = !link.owning && mapped.active === false ? new Map<string, never>() : mapped.values;
  for (const [attribute, { value, apply, merge }] of given) {
    const held = Object.hasOwn(user.attributes, attribute) ? user.attributes[attribute] : undefined;
    const anothers = held !== undefined && held.from !== null && held.from !== link.sourceApplicationId;
    if (anothers && !link.owning) continue;
    if (anothers && comesBefore(precedence, attribute, held.from, link.sourceApplicationId)) continue;
    // A rule that leaves what is there, and a list that others add to, differ as they should.
    if (held !== undefined && (apply !== undefined || merge === true)) continue;
    const directory = held?.value ?? null;
    if (!equalValues(value, directory)) found.push({ attribute, source: value, directory });
  }
  for (const [attribute, { value, from }] of Object.entries(user.attributes)) {
    if (from === link.sourceApplicationId && !given.has(attribute) && !mapped.kept.has(attribute)) {
      found.push({ attribute, source: null, directory: value });
    }
  }
  const enabled = user.status === "enabled";
  // A status that is no boolean keeps the directory's.
  const active = mapped.active === undefined ? true : (mapped.active ?? enabled);
  // By the status rule other sources may keep the person, or take the access away.
  if (link.owning && user.sourcesActive === null && active !== enabled)
    found.push({ attribute: "active", source: active, directory: enabled });
  return found;
}
