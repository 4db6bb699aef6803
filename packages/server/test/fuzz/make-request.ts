import { filterCases, filterGroups, filterUsers } from "@rollcall/scim/filter/filter-cases.ts";
import { patchCases } from "@rollcall/scim/patch/patch-cases.ts";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn, patchOpUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { readConversations, recordedClients, type Step } from "../conversations/conversation.ts";
import type { Chance } from "./chance.ts";
import type { FuzzRequest, KnownResources } from "./fuzz-request.ts";
import { hostileNames, hostileTexts } from "./hostile-values.ts";
import { mutatedJsonText, mutateJson, mutateText } from "./mutate.ts";

const steps: readonly Step[] = recordedClients().flatMap((client) =>
  readConversations(client).flatMap((conversation) => conversation.steps),
);

const patchOperations = patchCases.flatMap(({ operations }) => operations);

type Make = (chance: Chance, known: KnownResources) => FuzzRequest;

const scimJson = "application/scim+json";

function request(
  kind: string,
  { token }: KnownResources,
  method: string,
  path: string,
  body?: string | Buffer,
): FuzzRequest {
  const headers = { Authorization: `Bearer ${token}`, Accept: scimJson };
  if (body === undefined) return { kind, method, path, headers };
  return { kind, method, path, headers: { ...headers, "Content-Type": scimJson }, body };
}

function times<Value>(chance: Chance, most: number, change: (value: Value) => Value, value: Value): Value {
  let changed = value;
  for (let left = chance.below(most + 1); left > 0; left -= 1) changed = change(changed);
  return changed;
}

const resourcePath = (chance: Chance, known: KnownResources): string =>
  chance.percent(50) ? `/Users/${anId(chance, known.userIds)}` : `/Groups/${anId(chance, known.groupIds)}`;

function anId(chance: Chance, ids: readonly string[]): string {
  return ids.length === 0 || chance.percent(5) ? "00000000-0000-7000-8000-000000000000" : chance.one(ids);
}

/** Puts ids into the placeholders of a recorded step. */
function fill(chance: Chance, known: KnownResources, text: string): string {
  return text.replace(/\{\{([^{}]+)\}\}/g, (_, name: string) => {
    if (name === "token") return known.token;
    if (name.startsWith("string:")) return "a".repeat(Math.min(50_000, Number(name.slice(7)) || 1));
    if (name.startsWith("array:")) return "[]";
    return anId(chance, /group/i.test(name) ? known.groupIds : known.userIds);
  });
}

/** A step of a recorded conversation, its body changed in up to three places. */
const recorded: Make = (chance, known) => {
  const { method, path, headers, body, rawBody } = chance.one(steps).request;
  const filledHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, fill(chance, known, value)]),
  );
  const target = encodeURI(decode(fill(chance, known, path)));
  const first = { kind: "recorded", method, path: target, headers: filledHeaders };
  if (rawBody !== undefined) return { ...first, body: mutateText(chance, rawBody) };
  if (body === undefined) return first;
  const filled = JSON.parse(fill(chance, known, JSON.stringify(body))) as JsonValue;
  const mutated = times(chance, 3, (value) => mutateJson(chance, value), filled);
  return { ...first, body: mutatedJsonText(chance, mutated) };
};

function decode(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

const whole: Make = (chance, known) => {
  const ofUsers = chance.percent(60);
  const { id: _, meta: __, ...resource } = chance.one(ofUsers ? filterUsers : filterGroups);
  const named: JsonObject = ofUsers
    ? { ...resource, userName: `user-${chance.below(60)}@example.com` }
    : { ...resource, displayName: `group ${chance.below(40)}`, members: [{ value: anId(chance, known.userIds) }] };
  const body = mutatedJsonText(
    chance,
    times(chance, 3, (value) => mutateJson(chance, value), named as JsonValue),
  );
  const endpoint = ofUsers ? "/Users" : "/Groups";
  if (chance.percent(60)) return request("whole resource", known, "POST", endpoint, body);
  return request("whole resource", known, "PUT", resourcePath(chance, known), body);
};

const patching: Make = (chance, known) => {
  const operations = Array.from({ length: 1 + chance.below(4) }, () => chance.one(patchOperations));
  const mutated = operations.map((operation) =>
    chance.percent(60) ? mutateJson(chance, { ...operation }) : { ...operation },
  );
  const body: JsonObject = { schemas: [patchOpUrn], Operations: mutated };
  const text = mutatedJsonText(chance, chance.percent(20) ? mutateJson(chance, body) : body);
  return request("patch", known, "PATCH", resourcePath(chance, known), text);
};

const paths: Make = (chance, known) => {
  const attribute = chance.one([
    "emails",
    "name.familyName",
    'emails[type eq "work"].value',
    "members",
    ...hostileNames,
  ]);
  const operation: JsonObject = { op: chance.one(["add", "remove", "replace"]), value: chance.one(hostileTexts) };
  operation["path"] = times(chance, 2, (text) => mutateText(chance, text), attribute);
  const body = JSON.stringify({ schemas: [patchOpUrn], Operations: [operation] });
  return request("patch path", known, "PATCH", resourcePath(chance, known), body);
};

const joined = [" and ", " or ", " AND not ", ") and ("];

function mutatedFilter(chance: Chance): string {
  const parts = Array.from({ length: 1 + chance.below(3) }, () => chance.one(filterCases).filter);
  return times(chance, 2, (text) => mutateText(chance, text), parts.join(chance.one(joined)));
}

const filtering: Make = (chance, known) => {
  const endpoint = chance.one(["", "/Users", "/Groups", "/Users", "/Groups"]);
  const filter = mutatedFilter(chance);
  if (chance.percent(50)) {
    return request("filter", known, "GET", `${endpoint}?filter=${encodeText(filter.slice(0, 8_000))}`);
  }
  const body = { schemas: [searchRequestUrn], filter, count: 5 };
  return request("filter", known, "POST", `${endpoint}/.search`, mutatedJsonText(chance, body));
};

/** As encodeURIComponent, and half a surrogate pair as a client writes it that knows none. */
function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

const parameterNames: readonly string[] = [
  "sortBy",
  "sortOrder",
  "startIndex",
  "count",
  "cursor",
  "attributes",
  "excludedAttributes",
  "filter",
  "__proto__",
];

function parameterValue(chance: Chance, { cursors }: KnownResources): string {
  switch (chance.below(5)) {
    case 0:
      return String(chance.one([-1, 0, 1, 2, 1e6, 2 ** 31, 2 ** 53, 1e300, Number.NaN, 0.5]));
    case 1:
      return chance.one(["userName", "meta.lastModified", "emails", "emails.value", "members", "descending", "nope"]);
    case 2:
      return cursors.length === 0 ? "" : times(chance, 1, (text) => mutateText(chance, text), chance.one(cursors));
    case 3:
      return chance.one(hostileNames);
    default:
      return chance.one(hostileTexts).slice(0, 5_000);
  }
}

const listing: Make = (chance, known) => {
  const endpoint = chance.one([
    "",
    "/Users",
    "/Groups",
    "/Users",
    "/Schemas",
    "/ResourceTypes",
    "/ServiceProviderConfig",
  ]);
  const chosen = Array.from(
    { length: 1 + chance.below(4) },
    () => [chance.one(parameterNames), parameterValue(chance, known)] as const,
  );
  if (chance.percent(70)) {
    const query = chosen.map(([name, value]) => `${encodeText(name)}=${encodeText(value)}`);
    return request("list", known, "GET", `${endpoint}?${query.join("&")}`);
  }
  const body = Object.fromEntries([["schemas", [searchRequestUrn]], ...chosen]) as JsonObject;
  return request(
    "search body",
    known,
    "POST",
    `${endpoint}/.search`,
    mutatedJsonText(chance, mutateJson(chance, body)),
  );
};

/** Operations that refer to each other: in circles, to themselves, all to one, in a chain, or to nobody. */
const bulk: Make = (chance, known) => {
  const shape = chance.one(["circle", "self", "fan", "chain", "missing", "same id"]);
  const length = chance.one([1, 2, 5, 30, 100, 1_001]);
  const target = (index: number): number => {
    if (shape === "circle") return (index + 1) % length;
    if (shape === "self") return index;
    if (shape === "chain") return Math.max(0, index - 1);
    return shape === "missing" ? length + 1 : 0;
  };
  const run = chance.below(1_000);
  const operations = Array.from({ length }, (_, index): JsonObject => {
    const reference = `bulkId:b${target(index)}`;
    const bulkId = shape === "same id" ? "b0" : `b${index}`;
    if (shape === "fan" && index > 0) {
      return {
        method: "PATCH",
        path: "/Groups/bulkId:b0",
        bulkId,
        data: memberPatch(`bulkId:b${chance.below(length)}`),
      };
    }
    const data: JsonObject = { displayName: `bulk ${run} ${index}`, members: [{ value: reference }] };
    return { method: "POST", path: chance.one(["/Groups", "/Groups", "/Users"]), bulkId, data };
  });
  if (chance.percent(30)) operations.push({ method: "DELETE", path: resourcePath(chance, known) });
  const body: JsonObject = {
    schemas: [bulkRequestUrn],
    failOnErrors: chance.one([1, 0, 3, 1_000]),
    Operations: operations,
  };
  const mutated = times(chance, 2, (value) => mutateJson(chance, value), body as JsonValue);
  return request("bulk", known, "POST", "/Bulk", mutatedJsonText(chance, mutated));
};

function memberPatch(value: string): JsonObject {
  return { schemas: [patchOpUrn], Operations: [{ op: "add", path: "members", value: [{ value }] }] };
}

const hostileHeaders: Readonly<Record<string, readonly string[]>> = {
  Authorization: [
    "",
    "Bearer",
    "Bearer ",
    "Bearer x",
    "Basic !!!",
    "Basic Og==",
    "Digest x",
    "Bearer rc\u00e9",
    "x".repeat(4_000),
  ],
  "Content-Type": [
    "",
    "json",
    "text/xml",
    "application/json; charset=utf-16",
    "application/json;charset",
    "a/b;c",
    "*/*",
  ],
  Accept: ["", "text/html", "*/*;q=0", "application/json;q=9", ",,,", "application/*", `${"a/b,".repeat(1_000)}a/b`],
  "If-Match": ["*", "W/", 'W/"999999999999999999999999"', '"', ",", 'W/"1", W/"2"', `W/"${"1,".repeat(3_000)}"`],
  "If-None-Match": ["*", 'W/"1"', "x", '"""'],
  "Content-Encoding": ["gzip", "br", "identity", "x"],
  "X-HTTP-Method-Override": ["DELETE", "PATCH", "x"],
};

/** Any other request, with other headers. */
const headers: Make = (chance, known) => {
  const made = chance.one([recorded, whole, patching, filtering])(chance, known);
  const name = chance.one(Object.keys(hostileHeaders));
  return { ...made, kind: "headers", headers: { ...made.headers, [name]: chance.one(hostileHeaders[name] ?? [""]) } };
};

const urls: readonly string[] = [
  "/%",
  "/Users/%",
  "/Users/%zz",
  "/Users/%00",
  "/Users/%c3%28",
  "/Users/%ff%fe",
  "/Users?filter=%",
  "/Users?filter=%ff",
  "/Users/..%2f..%2fapi",
  "/Users/../../api",
  "//Users",
  "/users",
  "/Users/",
  "/Users//",
  "/Users;x=1",
  "/Users/.search/x",
  "?",
  "?&&&===",
  "/Users?count",
  "/Users?count=1&count=2&count[]=3",
  "/__proto__",
  "/constructor/prototype",
  "/Me",
  `/Users/${"a".repeat(8_000)}`,
  "/Users/bulkId:x",
  "/Schemas/__proto__",
  "/ResourceTypes/constructor",
  "/Bulk/x",
  "/*",
];

const addresses: Make = (chance, known) => {
  const path = chance.percent(70)
    ? chance.one(urls)
    : encodeText(mutateText(chance, resourcePath(chance, known))).replaceAll("%2F", "/");
  const method = chance.one(["GET", "PUT", "PATCH", "DELETE", "POST", "HEAD", "OPTIONS", "GET"]);
  const body = ["PUT", "PATCH", "POST"].includes(method) ? "{}" : undefined;
  return request("address", known, method, path.startsWith("/") || path.startsWith("?") ? path : `/${path}`, body);
};

/** Bytes that are no text, and bodies larger than the limit. */
const bytes: Make = (chance, known) => {
  const body = chance.one([
    Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
    Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
    Buffer.from(Array.from({ length: 200 }, () => chance.below(256))),
    Buffer.from(`{"userName":"${"a".repeat(chance.one([70_000, 1_048_576, 1_100_000]))}"}`),
    Buffer.alloc(0),
  ]);
  const method = chance.one(["POST", "PUT", "PATCH"]);
  const path = method === "POST" ? chance.one(["/Users", "/Groups", "/Bulk", "/.search"]) : resourcePath(chance, known);
  return request("bytes", known, method, path, body);
};

/** A resource goes now and then, so that ids are known of which nothing is left. */
const deleting: Make = (chance, known) => request("delete", known, "DELETE", resourcePath(chance, known));

const kinds: readonly (readonly [weight: number, make: Make])[] = [
  [20, recorded],
  [12, whole],
  [16, patching],
  [8, paths],
  [14, filtering],
  [10, listing],
  [4, bulk],
  [8, headers],
  [6, addresses],
  [2, bytes],
  [1, deleting],
];

const weighted = kinds.flatMap(([weight, make]) => Array<Make>(weight).fill(make));

/** Makes the next request; what it is follows from the chance and from what is known. */
export const makeRequest: Make = (chance, known) => chance.one(weighted)(chance, known);
