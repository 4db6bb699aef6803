import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreUserUrn, enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import type { Person } from "../people/person.ts";

/** How a client that is known by its traits alone behaves; plain-client.ts plays it. */
export interface ClientTraits {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  /** What it reads when an administrator presses "test". */
  readonly testPaths: readonly string[];
  /** What it reads to see whether somebody answers, be it by 404. */
  readonly knocksAt?: string;
  /**
   * Whether it looks a user or group up before it creates one; or creates first and looks up after a 409; or never
   * looks up at all.
   */
  readonly find: "first" | "after conflict" | "never";
  /** The filter of its look-ups: `userName eq "ann"`, or without quotes. */
  readonly quotes: boolean;
  readonly updateUsers: "put" | "patch";
  /** What it sends for somebody who is gone from the source. */
  readonly leaver: "delete" | "deactivate";
  readonly groups: {
    /** `put`: the whole group; `patch`: one PATCH of what changed; `patch each`: one operation for each member. */
    readonly members: "put" | "patch" | "patch each";
    /** How it takes a member out by PATCH. */
    readonly removal: "value path" | "value list";
    /** By PATCH: the name by its path when it changed; or the whole group without a path and a read before each change. */
    readonly rename: "path" | "whole";
  };
  readonly user: (person: Person) => JsonObject;
}

function usualUser(person: Person): JsonObject {
  return {
    schemas: [coreUserUrn],
    externalId: person.key,
    userName: person.userName,
    name: { givenName: person.givenName, familyName: person.familyName },
    displayName: person.displayName,
    emails: [{ value: person.email, type: "work", primary: true }],
    active: person.access === "assigned",
  };
}

function enterpriseUser(person: Person): JsonObject {
  return {
    ...usualUser(person),
    schemas: [coreUserUrn, enterpriseUserUrn],
    title: person.title,
    phoneNumbers: [{ value: person.mobile, type: "mobile" }],
    [enterpriseUserUrn]: { employeeNumber: person.employeeNumber, department: person.department },
  };
}

const scimJson = "application/scim+json";
const accepting = { accept: scimJson };

/** A client that keeps to the RFCs and has no habits of its own. */
export const genericTraits: ClientTraits = {
  name: "A generic client",
  headers: accepting,
  contentType: scimJson,
  testPaths: ["/ServiceProviderConfig", "/Users?startIndex=1&count=1"],
  find: "first",
  quotes: true,
  updateUsers: "patch",
  leaver: "delete",
  groups: { members: "patch", removal: "value path", rename: "path" },
  user: enterpriseUser,
};

/** Creates first and overwrites whom it finds after a conflict; whole users and whole groups by PUT. */
export const sapTraits: ClientTraits = {
  name: "SAP Identity Provisioning",
  headers: accepting,
  contentType: scimJson,
  testPaths: [],
  find: "after conflict",
  quotes: true,
  updateUsers: "put",
  leaver: "delete",
  groups: { members: "put", removal: "value list", rename: "path" },
  user: enterpriseUser,
};

/**
 * Creates first, looks up without quotes after a 409 (fixture: authentik), always PUT for users; sends a group as a
 * whole, reads it, then one PATCH operation for each member.
 */
export const authentikTraits: ClientTraits = {
  name: "authentik",
  headers: accepting,
  contentType: scimJson,
  testPaths: ["/ServiceProviderConfig", "/Users", "/Groups"],
  find: "after conflict",
  quotes: false,
  updateUsers: "put",
  leaver: "delete",
  groups: { members: "patch each", removal: "value list", rename: "whole" },
  user: (person) => ({
    ...usualUser(person),
    name: { formatted: person.displayName, givenName: person.givenName, familyName: person.familyName },
    emails: [{ value: person.email, type: "other", primary: true }],
  }),
};

/** Its verbs are known, most of its bodies are not. */
export const jumpCloudTraits: ClientTraits = {
  ...genericTraits,
  name: "JumpCloud",
  testPaths: [],
  updateUsers: "put",
  leaver: "deactivate",
  groups: { members: "patch", removal: "value list", rename: "path" },
  user: usualUser,
};

/** PUT for users; it reads /Users/0, which nobody has, to see whether somebody is there. */
export const pingFederateTraits: ClientTraits = {
  ...genericTraits,
  name: "PingFederate",
  testPaths: [],
  knocksAt: "/Users/0",
  updateUsers: "put",
  groups: { members: "patch", removal: "value path", rename: "path" },
  user: usualUser,
};

/** The plugins of Keycloak never look up; users by PUT, the members of a group as a whole. */
export const keycloakTraits: ClientTraits = {
  ...genericTraits,
  name: "Keycloak's SCIM plugin",
  testPaths: [],
  find: "never",
  updateUsers: "put",
  groups: { members: "put", removal: "value list", rename: "path" },
  user: usualUser,
};
