import type { Resource } from "@rollcall/scim/resource.ts";
import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { applyMapping, type CompiledRule } from "./apply-mapping.ts";
import type { DirectoryUserStatus } from "./directory-user.ts";
import type { ExportedPerson } from "./exported-person.ts";
import { foldKey } from "./exported-person.ts";
import type { KeyAttribute } from "./export-columns.ts";
import { resourceKeys } from "./resource-keys.ts";

/**
 * What an export and Rollcall differ in about one person. `gone`: still active here and not in the export; `inactive`:
 * still active here and inactive there; `different`: a value; `extra`: here, not active, and not in the export; `missing`:
 * in the export and not here.
 */
export type FindingKind = "gone" | "inactive" | "different" | "extra" | "missing";
export const findingKinds: readonly FindingKind[] = ["different", "extra", "gone", "inactive", "missing"];

/** What became of a person when an administrator acted on a finding. */
export interface ActedOn {
  readonly jobId: string;
  readonly action: FindingAction;
  readonly at: string;
  /** Null while it is being done. */
  readonly outcome: string | null;
  readonly reason: string | null;
}

/** As if the source had sent it: `active` false, or DELETE. */
export type FindingAction = "deactivate" | "delete";

/** Which findings each action is for. */
export const actionKinds: Readonly<Record<FindingAction, readonly FindingKind[]>> = {
  deactivate: ["gone", "inactive"],
  delete: ["gone", "extra"],
};

export interface FindingChange {
  /** A directory attribute, or `active`. */
  readonly attribute: string;
  readonly there: string;
  readonly here: string;
}

/** One person on whom an export and Rollcall differ. */
export interface Finding {
  readonly kind: FindingKind;
  readonly name: string | null;
  readonly userName: string | null;
  readonly email: string | null;
  /** Where in the export; null for somebody who is not in it. */
  readonly place: number | null;
  /** Null for somebody who is not here. */
  readonly scimId: string | null;
  /** Of the resource, when it was compared. */
  readonly version: number | null;
  readonly directoryUserId: string | null;
  readonly status: DirectoryUserStatus | null;
  readonly changes: readonly FindingChange[];
  /** Of a missing person: what the export says. */
  readonly attributes: Readonly<Record<string, string>> | null;
  /** Folded: what a search looks through. */
  readonly search: string;
  readonly acted: ActedOn | null;
}

/** A person whom an application holds. */
export interface HeldPerson {
  readonly scimId: string;
  readonly resource: Resource;
  readonly version: number;
  /** Null where nobody is linked. */
  readonly directoryUserId: string | null;
  readonly status: DirectoryUserStatus | null;
  /** Whether the application drives the person's status. */
  readonly owning: boolean;
}

/** Everybody who was compared, in numbers. */
export type FindingCounts = Readonly<Record<FindingKind | "same" | "notActive", number>>;

export const noFindings: FindingCounts = {
  gone: 0,
  inactive: 0,
  different: 0,
  extra: 0,
  missing: 0,
  same: 0,
  notActive: 0,
};

/** The folded keys by which a person who is here may stand in an export; none where the attribute has no value. */
export function keysOf(resource: Resource, attribute: KeyAttribute): readonly string[] {
  if (attribute === "email") {
    const { emailKey, otherEmailKeys } = resourceKeys(resource);
    return emailKey === null ? [] : [emailKey, ...otherEmailKeys];
  }
  const value = resource[attribute];
  return typeof value === "string" && value !== "" ? [foldKey(attribute, value)] : [];
}

/** What is here of a person, by directory attribute, as text. */
export function heldValues(rules: readonly CompiledRule[], resource: Resource): ReadonlyMap<string, string> {
  const { values } = applyMapping(rules, resource);
  return new Map([...values].map(([name, { value }]) => [name, typeof value === "string" ? value.trim() : ""]));
}

/**
 * Compares a person who is here with the same one of the export.
 *
 * @param fields the directory attributes that are compared
 * @returns undefined where they do not differ
 */
export function compareHeldPerson(
  person: HeldPerson,
  values: ReadonlyMap<string, string>,
  exported: ExportedPerson | undefined,
  fields: readonly string[],
): Finding | undefined {
  const says = person.resource["active"] !== false;
  const activeHere = person.owning && person.status !== null ? person.status === "enabled" : says;
  const found = (kind: FindingKind, changes: readonly FindingChange[] = []): Finding => ({
    kind,
    ...named(values),
    place: exported?.place ?? null,
    scimId: person.scimId,
    version: person.version,
    directoryUserId: person.directoryUserId,
    status: person.status,
    changes,
    attributes: null,
    acted: null,
  });
  if (exported === undefined) return found(activeHere ? "gone" : "extra");
  if (exported.active === false) return activeHere ? found("inactive") : undefined;
  const changes = fields.flatMap((attribute): FindingChange[] => {
    const [there, here] = [exported.attributes[attribute] ?? "", values.get(attribute) ?? ""];
    return isSame(attribute, there, here) ? [] : [{ attribute, there, here }];
  });
  if (exported.active === true && !says) changes.push({ attribute: "active", there: "true", here: "false" });
  return changes.length === 0 ? undefined : found("different", changes);
}

/** Somebody of the export who is not here. */
export function missingPerson({ place, attributes }: ExportedPerson): Finding {
  return {
    kind: "missing",
    ...named(new Map(Object.entries(attributes))),
    place,
    scimId: null,
    version: null,
    directoryUserId: null,
    status: null,
    changes: [],
    attributes,
    acted: null,
  };
}

function named(values: ReadonlyMap<string, string>) {
  const text = (name: string): string | null => values.get(name) || null;
  const full = [text("givenName"), text("familyName")].filter((part) => part !== null).join(" ");
  const name = text("displayName") ?? (full === "" ? null : full);
  const [userName, email] = [text("userName"), text("email")];
  return { name, userName, email, search: foldCase([name, userName, email].filter((part) => part !== null).join(" ")) };
}

const caseless: ReadonlySet<string> = new Set(["userName", "email"]);
const phones: ReadonlySet<string> = new Set(["workPhone", "mobilePhone"]);

function isSame(attribute: string, there: string, here: string): boolean {
  if (caseless.has(attribute)) return foldCase(there) === foldCase(here);
  if (phones.has(attribute)) return there.replaceAll(/\D/g, "") === here.replaceAll(/\D/g, "");
  return there.normalize("NFC") === here.normalize("NFC");
}
