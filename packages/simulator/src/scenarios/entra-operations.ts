import { type JsonObject, type JsonValue, own } from "@rollcall/scim/resource.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import type { Access, Person } from "../people/person.ts";
import { textAt, typedValue } from "../scim-answer.ts";

/**
 * How Entra ID writes its changes: `default` capitalises operations, names a path in each and writes booleans as
 * strings; `aadOptscim062020` is the flag on the base URL that makes it keep closer to RFC 7644.
 */
export type EntraMode = "default" | "aadOptscim062020";

/** Attribute values by the path under which Entra ID changes them; `active` among them, as a boolean. */
export type EntraAttributes = ReadonlyMap<string, string | boolean>;

interface AttributeMapping {
  readonly path: string;
  readonly of: (person: Person) => string;
  readonly found: (resource: JsonObject) => string | undefined;
}

const mappings: readonly AttributeMapping[] = [
  {
    path: "userName",
    of: (person) => person.userName,
    found: (user) => textAt(user, "userName"),
  },
  {
    path: "displayName",
    of: (person) => person.displayName,
    found: (user) => textAt(user, "displayName"),
  },
  {
    path: "name.givenName",
    of: (person) => person.givenName,
    found: (user) => textAt(user, "name", "givenName"),
  },
  {
    path: "name.familyName",
    of: (person) => person.familyName,
    found: (user) => textAt(user, "name", "familyName"),
  },
  {
    path: "name.formatted",
    of: (person) => person.displayName,
    found: (user) => textAt(user, "name", "formatted"),
  },
  {
    path: "title",
    of: (person) => person.title,
    found: (user) => textAt(user, "title"),
  },
  {
    path: "preferredLanguage",
    of: (person) => person.locale,
    found: (user) => textAt(user, "preferredLanguage"),
  },
  {
    path: "externalId",
    of: (person) => person.key,
    found: (user) => textAt(user, "externalId"),
  },
  {
    path: 'emails[type eq "work"].value',
    of: (person) => person.email,
    found: (user) => typedValue(user, "emails", "work"),
  },
  {
    path: 'phoneNumbers[type eq "mobile"].value',
    of: (person) => person.mobile,
    found: (user) => typedValue(user, "phoneNumbers", "mobile"),
  },
  {
    path: `${enterpriseUserUrn}:department`,
    of: (person) => person.department,
    found: (user) => textAt(user, enterpriseUserUrn, "department"),
  },
  {
    path: `${enterpriseUserUrn}:employeeNumber`,
    of: (person) => person.employeeNumber,
    found: (user) => textAt(user, enterpriseUserUrn, "employeeNumber"),
  },
];

/** What the source wants a person's attributes to be. */
export function wantedAttributes(person: Person): EntraAttributes {
  const wanted = new Map<string, string | boolean>(mappings.map(({ path, of }) => [path, of(person)]));
  return wanted.set("active", person.access === "assigned");
}

/** What a resource that was found at the service provider has of those attributes. */
export function foundAttributes(resource: JsonObject): EntraAttributes {
  const found = new Map<string, string | boolean>();
  for (const { path, found: read } of mappings) {
    const value = read(resource);
    if (value !== undefined) found.set(path, value);
  }
  const active = own(resource, "active");
  return typeof active === "boolean" ? found.set("active", active) : found;
}

/** A user as Entra ID creates it: an empty roles array and meta.resourceType come along. */
export function createdUser(person: Person): JsonObject {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", enterpriseUserUrn],
    externalId: person.key,
    userName: person.userName,
    active: person.access === "assigned",
    displayName: person.displayName,
    emails: [{ primary: true, type: "work", value: person.email }],
    meta: { resourceType: "User" },
    name: {
      formatted: person.displayName,
      familyName: person.familyName,
      givenName: person.givenName,
    },
    phoneNumbers: [{ type: "mobile", value: person.mobile }],
    preferredLanguage: person.locale,
    roles: [],
    title: person.title,
    [enterpriseUserUrn]: {
      department: person.department,
      employeeNumber: person.employeeNumber,
    },
  };
}

/** The operations of one PATCH that bring a user from what was sent to what is wanted; none where nothing differs. */
export function userOperations(
  sent: EntraAttributes,
  wanted: EntraAttributes,
  access: Access,
  mode: EntraMode,
): JsonObject[] {
  const changed = [...wanted].filter(([path, value]) => sent.get(path) !== value);
  if (mode === "default") {
    return changed.map(([path, value]) => ({
      op: sent.has(path) ? "Replace" : "Add",
      path,
      value: typeof value === "boolean" ? spelledBoolean(value, access) : value,
    }));
  }
  // Filters and active keep a path of their own; the rest goes into one value whose keys are paths.
  const keepsPath = ([path]: readonly [string, JsonValue]): boolean => path.includes("[") || path === "active";
  const operations: JsonObject[] = changed.filter(keepsPath).map(([path, value]) => ({ op: "replace", path, value }));
  const rest = changed.filter((change) => !keepsPath(change));
  return rest.length === 0 ? operations : [...operations, { op: "replace", value: Object.fromEntries(rest) }];
}

// Seen on the wire: "False" for somebody disabled, "false" for somebody unassigned (fixtures: entra,
// disable-enable-string-boolean, steps 2 and 7).
function spelledBoolean(value: boolean, access: Access): string {
  if (value) return "True";
  return access === "unassigned" ? "false" : "False";
}

/** The operation that sets the manager, as a bare string in both modes; taking it away names no value. */
export function managerOperation(managerId: string | undefined, known: boolean, mode: EntraMode): JsonObject {
  const path = `${enterpriseUserUrn}:manager`;
  if (managerId === undefined) return { op: mode === "default" ? "Remove" : "remove", path };
  const op = known ? "Replace" : "Add";
  return {
    op: mode === "default" ? op : op.toLowerCase(),
    path,
    value: managerId,
  };
}

/** The operations of one PATCH that add or remove a batch of members. */
export function memberOperations(kind: "add" | "remove", ids: readonly string[], mode: EntraMode): JsonObject[] {
  if (mode === "default") {
    const value = ids.map((id) => ({ $ref: null, value: id }));
    return [{ op: kind === "add" ? "Add" : "Remove", path: "members", value }];
  }
  if (kind === "add")
    return ids.map((id) => ({
      op: "add",
      path: "members",
      value: [{ value: id }],
    }));
  return ids.map((id) => ({
    op: "remove",
    path: `members[value eq ${JSON.stringify(id)}]`,
  }));
}
