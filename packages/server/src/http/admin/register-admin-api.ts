import { Readable } from "node:stream";
import swagger from "@fastify/swagger";
import { paramNames, type Route } from "@rollcall/admin-api/route.ts";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AdminDeps } from "./admin-deps.ts";
import { handleAdminError } from "./admin-error-handler.ts";
import { authenticateAdministrator } from "./authenticate-administrator.ts";
import { addBodyParsers } from "./body-parsers.ts";
import type { Scope } from "./handler.ts";
import { describeRoute, openApi } from "./open-api.ts";
import { requirePermission } from "./require-permission.ts";
import { adminHandlers } from "./routes.ts";
import { unknownAddress } from "./unknown-address.ts";
import { compileCheck } from "./validate-request.ts";

/** A handler as the table holds it, whatever its route. */
type AnyHandler = (call: object) => Promise<unknown>;

/** What was found before the body was read. */
const scopes = new WeakMap<FastifyRequest, Scope>();

/**
 * Registers the admin API in a context of its own: every route of the table, the OpenAPI document at `/openapi.json`,
 * and problem+json for everything that is refused.
 */
export async function registerAdminApi(app: FastifyInstance, deps: AdminDeps): Promise<void> {
  const routes = Object.entries(adminRoutes) as [keyof typeof adminRoutes, Route][];
  app.setErrorHandler(handleAdminError);
  app.setNotFoundHandler(unknownAddress(Object.values(adminRoutes), app.prefix));
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  // Checked by `compileCheck` once the body is read; Fastify's own checks would convert values in silence.
  app.setValidatorCompiler(() => () => true);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
    reply.header("cache-control", "no-store");
  });
  addBodyParsers(app);
  await app.register(swagger, openApi);
  for (const [name, route] of routes) registerRoute(app, deps, name, route);
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
}

function registerRoute(app: FastifyInstance, deps: AdminDeps, name: keyof typeof adminRoutes, route: Route): void {
  const handler = adminHandlers[name] as unknown as AnyHandler;
  const checkQuery = compileCheck(route.query ?? noParameters, "querystring");
  const checkBody = route.body === undefined ? undefined : compileCheck(route.body, "body");
  app.route({
    method: route.method,
    url: route.path.replaceAll("{", ":").replaceAll("}", ""),
    schema: describeRoute(name, route),
    config: { bodyType: route.bodyType ?? "application/json" },
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    // Before the body is read: who may not call does not make us read.
    onRequest: async (request) => {
      const principal = await authenticateAdministrator(deps, request.headers.authorization);
      scopes.set(request, await requirePermission(deps, principal, route, paramsOf(request, route)));
    },
    handler: async (request, reply) => {
      checkQuery(request.query);
      checkBody?.(request.body);
      const { query, body } = request;
      const call = { deps, params: paramsOf(request, route), query, body, ...scopes.get(request) };
      return send(reply, route, await handler(call));
    },
  });
}

const noParameters = { type: "object", additionalProperties: false, properties: {} };

function paramsOf(request: FastifyRequest, route: Route): Record<string, string> {
  const given = request.params as Record<string, string>;
  return Object.fromEntries(paramNames(route.path).map((name) => [name, given[name] ?? ""]));
}

function send(reply: FastifyReply, route: Route, answer: unknown): unknown {
  reply.status(route.status ?? 200);
  if (route.answerType !== undefined) {
    reply.header("content-type", `${route.answerType}; charset=utf-8`);
    return reply.send(Readable.from(answer as AsyncIterable<string>));
  }
  return route.answer === undefined ? reply.send() : reply.send(answer);
}
