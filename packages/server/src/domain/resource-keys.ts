import { foldCase, prepareText } from "@rollcall/scim/filter/compare-values.ts";
import { isObject, type JsonValue, type Resource } from "@rollcall/scim/resource.ts";

/** What a resource is found by without reading its document. */
export interface ResourceKeys {
  /** A user's userName or a group's displayName, case folded. */
  readonly nameKey: string | null;
  readonly externalId: string | null;
  /** The first e-mail address, case folded. */
  readonly emailKey: string | null;
  readonly otherEmailKeys: readonly string[];
}

/** Reads the keys of a canonical user or group. */
export function resourceKeys(resource: Resource): ResourceKeys {
  const name = text(resource["userName"]) ?? text(resource["displayName"]);
  const emails = Array.isArray(resource["emails"]) ? resource["emails"] : [];
  const addresses = new Set<string>();
  for (const email of emails) {
    const address = isObject(email) ? text(email["value"]) : null;
    if (address !== null) addresses.add(foldCase(address));
  }
  const [emailKey = null, ...otherEmailKeys] = addresses;
  const externalId = text(resource["externalId"]);
  return {
    nameKey: name === null ? null : foldCase(name),
    externalId: externalId === null ? null : prepareText(externalId, true),
    emailKey,
    otherEmailKeys,
  };
}

/** Reads the keys of a stored resource of any type: one of an application's own type is found by its externalId alone. */
export function storedKeys(typeName: string, resource: Resource): ResourceKeys {
  if (typeName === "User" || typeName === "Group") return resourceKeys(resource);
  const { externalId } = resourceKeys({ externalId: resource["externalId"] ?? null });
  return { nameKey: null, externalId, emailKey: null, otherEmailKeys: [] };
}

function text(value: JsonValue | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
