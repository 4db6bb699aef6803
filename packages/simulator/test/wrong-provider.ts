import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { attributeTable } from "@rollcall/scim/schema/attribute.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import {
  bearerTokenScheme,
  describeResourceType,
  describeSchemas,
  describeServiceProviderConfig,
} from "@rollcall/scim/schema/describe-provider.ts";
import { resourceType } from "@rollcall/scim/schema/resource-type.ts";
import { listResponseUrn } from "@rollcall/scim/urns.ts";

/**
 * How a service provider is wrong, once it has claimed everything there is:
 * - `nothing`: 200 and an empty object, to everything;
 * - `refuses`: 400 and an empty object, to everything;
 * - `breaks`: 500 and a stack, to everything;
 * - `keeps`: creates, keeps and answers whatever it is sent, knows no filter, no page, no projection, no rule, and
 *   deletes and patches nothing;
 * - `creates one`: creates as `keeps` does, but everything under one id;
 * - `creates, then refuses` and `creates, then breaks`: creates as `keeps` does.
 */
export const wrongWays = [
  "nothing",
  "refuses",
  "breaks",
  "keeps",
  "creates one",
  "creates, then refuses",
  "creates, then breaks",
] as const;
export type WrongWay = (typeof wrongWays)[number];

export interface WrongProvider {
  readonly baseUrl: string;
  /** Method and path of each request, in their order. */
  readonly requests: readonly string[];
  /** From now on it is wrong; until then it answers what `readClaims` asks for. */
  turnWrong(): void;
  close(): Promise<void>;
}

const thing = resourceType({
  name: "Thing",
  endpoint: "/Things",
  description: "Something with every data type and characteristic.",
  schema: {
    id: "urn:example:params:scim:schemas:2.0:Thing",
    name: "Thing",
    description: "",
    attributes: attributeTable([
      { name: "label", description: "", required: true },
      { name: "unique", description: "", uniqueness: "server" },
      { name: "badge", description: "", mutability: "immutable" },
      { name: "exact", description: "", caseExact: true },
      { name: "flag", description: "", type: "boolean" },
      { name: "count", description: "", type: "integer" },
      { name: "ratio", description: "", type: "decimal" },
      { name: "since", description: "", type: "dateTime" },
      { name: "blob", description: "", type: "binary" },
      { name: "link", description: "", type: "reference" },
      { name: "secret", description: "", mutability: "writeOnly", returned: "never" },
      { name: "asked", description: "", returned: "request" },
      { name: "always", description: "", returned: "always" },
      { name: "stamp", description: "", mutability: "readOnly" },
    ]),
  },
  extensions: [
    {
      required: true,
      schema: {
        id: "urn:example:params:scim:schemas:extension:2.0:Thing",
        name: "More",
        description: "",
        attributes: attributeTable([{ name: "region", description: "", required: true }]),
      },
    },
  ],
});
const types = [userResourceType, groupResourceType, thing];

/** Starts one on a free port of loopback. */
export async function startWrongProvider(way: WrongWay): Promise<WrongProvider> {
  const requests: string[] = [];
  const kept = new Map<string, JsonObject>();
  let wrong = false;
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "" } = request;
    requests.push(`${method} ${url}`);
    const body = await readBody(request);
    const path = url.split("?", 1)[0] ?? "";
    if (!wrong) send(response, 200, claimsAt(path, baseUrlOf(server)));
    else sendWrong(response, way, kept, method, path, body);
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: baseUrlOf(server),
    requests,
    turnWrong() {
      wrong = true;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function baseUrlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function claimsAt(path: string, baseUrl: string): JsonObject {
  switch (path) {
    case "/ServiceProviderConfig":
      return describeServiceProviderConfig(
        {
          patch: true,
          bulk: { supported: true, maxOperations: 100, maxPayloadSize: 100_000 },
          filter: { supported: true, maxResults: 5 },
          changePassword: true,
          sort: true,
          etag: true,
          pagination: {
            cursor: true,
            index: true,
            defaultPaginationMethod: "index",
            defaultPageSize: 5,
            maxPageSize: 5,
            cursorTimeout: 60,
          },
          authenticationSchemes: [bearerTokenScheme],
        },
        baseUrl,
      );
    case "/ResourceTypes":
      return listOf(types.map((type) => describeResourceType(type, baseUrl)));
    case "/Schemas":
      return listOf(describeSchemas(types, baseUrl));
    default:
      return listOf([]);
  }
}

function sendWrong(
  response: ServerResponse,
  way: WrongWay,
  kept: Map<string, JsonObject>,
  method: string,
  path: string,
  body: JsonValue | undefined,
): void {
  const [, endpoint = "", idOfPath] = path.split("/");
  const creates = method === "POST" && idOfPath === undefined && types.some((type) => type.endpoint === `/${endpoint}`);
  if (way !== "keeps" && !(creates && way.startsWith("creates"))) {
    if (way === "nothing" || way === "creates one") return send(response, 200, {});
    if (way.endsWith("refuses")) return send(response, 400, {});
    return send(response, 500, { detail: "Error: broken\n    at handle (/srv/node_modules/app/index.js:1:1)" });
  }
  if (creates) {
    const id = way === "creates one" ? "one" : `id-${kept.size + 1}`;
    const created = { id, meta: { lastModified: "2026-01-01T00:00:00Z" }, ...(isObject(body) ? body : {}) };
    kept.set(`/${endpoint}/${id}`, created);
    return send(response, 201, created);
  }
  const found = kept.get(path);
  if (method === "PUT" && isObject(body)) {
    kept.set(path, body);
    return send(response, 200, body);
  }
  if (method === "DELETE") return send(response, 204);
  if (found !== undefined) return send(response, 200, found);
  return send(response, 200, listOf([...kept.values()]));
}

function listOf(resources: readonly JsonObject[]): JsonObject {
  return { schemas: [listResponseUrn], totalResults: resources.length, Resources: [...resources] };
}

function send(response: ServerResponse, status: number, body?: JsonObject): void {
  const headers = body === undefined ? {} : { "content-type": "text/plain" };
  response.writeHead(status, headers).end(body === undefined ? undefined : JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<JsonValue | undefined> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Some of the checks send what is no JSON.
    return undefined;
  }
}
