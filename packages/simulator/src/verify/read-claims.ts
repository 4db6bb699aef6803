import { isObject, type JsonObject, own } from "@rollcall/scim/resource.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { resourcesOf, textAt } from "../scim-answer.ts";
import type { Answer } from "./answer.ts";
import { type Claims, configClaims, type Feature, type TypeClaim, typeOf } from "./claims.ts";
import type { ProviderClient, ProviderRequest } from "./provider-client.ts";
import { readSchemaClaim, type SchemaClaim, standardSchemaClaim } from "./schema-claims.ts";

/** Thrown when there is nothing to judge: no SCIM at the address, or the token is refused. */
export class NoProvider extends Error {
  readonly kind: "nothing there" | "token refused";

  constructor(kind: NoProvider["kind"], message: string) {
    super(message);
    this.name = "NoProvider";
    this.kind = kind;
  }
}

/**
 * Reads what a service provider says of itself: ServiceProviderConfig, ResourceTypes, Schemas; and tries what no
 * document announces: `.search` and queries at the base URL. Where a document cannot be read, which checks of their own
 * report, the User, Group and Enterprise User of RFC 7643 are assumed.
 * @throws {NoProvider} when the token is refused or nothing there speaks SCIM.
 * @throws {NoAnswer} when the service provider cannot be reached.
 */
export async function readClaims(client: ProviderClient): Promise<Claims> {
  const send = (request: ProviderRequest): Promise<Answer> => client.send(request);
  const get = (path: string): Promise<Answer> => send({ method: "GET", path });
  const config = await get("/ServiceProviderConfig");
  const types = readTypes(client.baseUrl, await get("/ResourceTypes"));
  const schemas = readSchemas(await get("/Schemas"));
  const claims = { config: goodBody(config), types, schemas };

  const endpoint = typeOf({ ...claims, missing: new Map() }, coreUserUrn)?.endpoint ?? "/Users";
  const first = await get(`${endpoint}?count=1`);
  refuseNothing(client, first, config);
  const missing = new Map<Feature, string>();
  const miss = (feature: Feature, is: boolean, reason: string): void => {
    if (!is) missing.set(feature, reason);
  };
  for (const feature of ["patch", "bulk", "filter", "sort", "etag"] as const) {
    const is = claims.config !== undefined && configClaims(claims.config, feature);
    miss(feature, is, saysNot(claims.config, `${feature}.supported`));
  }
  const cursor = claims.config !== undefined && configClaims(claims.config, "pagination", "cursor");
  miss("cursor", cursor, saysNot(claims.config, "pagination.cursor"));
  const noIndex = isObject(claims.config?.["pagination"]) && own(claims.config["pagination"], "index") === false;
  miss("index", !noIndex, "ServiceProviderConfig says pagination.index is false");
  const has = (urn: string): boolean => types.some(({ schema }) => schema.toLowerCase() === urn.toLowerCase());
  miss("users", has(coreUserUrn), "it declares no resource type User");
  miss("groups", has(coreGroupUrn), "it declares no resource type Group");
  miss("enterprise", extends_(types, enterpriseUserUrn), "its User has no Enterprise User extension");
  const known = new Set([coreUserUrn, coreGroupUrn].map((urn) => urn.toLowerCase()));
  const extra = types.some(({ schema }) => !known.has(schema.toLowerCase()));
  miss("extra-types", extra, "it declares no resource types beside User and Group");
  miss("token", client.hasToken, "no token was given");

  const search = { schemas: [searchRequestUrn], count: 0 };
  for (const [feature, path] of [
    ["search", `${endpoint}/.search`],
    ["root-search", "/.search"],
  ] as const) {
    const { status } = await send({ method: "POST", path, body: search });
    // A refusal of another kind is a fault of a service provider that has it.
    miss(feature, !absent.has(status), `POST ${path} is answered ${status}`);
  }
  const root = await get("?count=0");
  miss("root-query", isList(root), `a query at the base URL is answered ${root.status}`);
  return { ...claims, missing };
}

const absent: ReadonlySet<number> = new Set([403, 404, 405, 501]);

function refuseNothing(client: ProviderClient, users: Answer, config: Answer): void {
  if (users.status === 401 || users.status === 403) {
    const detail = textAt(users.body, "detail") ?? "";
    const what = client.hasToken ? "the token is refused" : "a token is wanted";
    throw new NoProvider("token refused", `GET ${users.path}: ${what} (${users.status}${detail && `: ${detail}`})`);
  }
  if (goodBody(config) === undefined && goodBody(users) === undefined) {
    const found = `${config.path} is answered ${config.status}, ${users.path} ${users.status}`;
    throw new NoProvider("nothing there", `nothing at ${client.baseUrl} speaks SCIM: ${found}`);
  }
}

function saysNot(config: JsonObject | undefined, member: string): string {
  return config === undefined ? "ServiceProviderConfig cannot be read" : `ServiceProviderConfig does not say ${member}`;
}

function goodBody(answer: Answer): JsonObject | undefined {
  return answer.status === 200 ? answer.body : undefined;
}

function isList(answer: Answer): boolean {
  const body = goodBody(answer);
  return body !== undefined && Object.hasOwn(body, "totalResults");
}

function extends_(types: readonly TypeClaim[], urn: string): boolean {
  const user = types.find(({ schema }) => schema.toLowerCase() === coreUserUrn.toLowerCase());
  return user?.extensions.some(({ schema }) => schema.toLowerCase() === urn.toLowerCase()) ?? false;
}

function readTypes(baseUrl: string, answer: Answer): readonly TypeClaim[] {
  const declared = resourcesOf(goodBody(answer)).flatMap((type): TypeClaim[] => {
    const name = textAt(type, "name");
    const endpoint = textAt(type, "endpoint");
    const schema = textAt(type, "schema");
    if (name === undefined || endpoint === undefined || schema === undefined) return [];
    const extensions = own(type, "schemaExtensions");
    const read = (Array.isArray(extensions) ? extensions.filter(isObject) : []).flatMap((extension) => {
      const urn = textAt(extension, "schema");
      return urn === undefined ? [] : [{ schema: urn, required: own(extension, "required") === true }];
    });
    return [{ name, endpoint: relative(baseUrl, endpoint), schema, extensions: read }];
  });
  return declared.length > 0 ? declared : standardTypes;
}

/** Some declare an endpoint with the whole base URL, some without the leading slash. */
function relative(baseUrl: string, endpoint: string): string {
  const path = endpoint.startsWith(`${baseUrl}/`) ? endpoint.slice(baseUrl.length) : endpoint;
  return path.startsWith("/") ? path : `/${path}`;
}

const standardTypes: readonly TypeClaim[] = [userResourceType, groupResourceType].map((type) => ({
  name: type.name,
  endpoint: type.endpoint,
  schema: type.schema.id,
  extensions: type.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
}));

function readSchemas(answer: Answer): ReadonlyMap<string, SchemaClaim> {
  const schemas = new Map<string, SchemaClaim>();
  for (const resource of resourcesOf(goodBody(answer))) {
    const claim = readSchemaClaim(resource);
    if (claim !== undefined) schemas.set(claim.id.toLowerCase(), claim);
  }
  if (schemas.size > 0) return schemas;
  const standard = [userResourceType, groupResourceType].flatMap((type) => [
    type.schema,
    ...type.extensions.map((extension) => extension.schema),
  ]);
  return new Map(standard.map((schema) => [schema.id.toLowerCase(), standardSchemaClaim(schema)]));
}
