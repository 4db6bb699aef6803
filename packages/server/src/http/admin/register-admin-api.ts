import { Readable } from "node:stream";
import swagger from "@fastify/swagger";
import { paramNames, type Route } from "@rollcall/admin-api/route.ts";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { openLiveHub } from "../../actions/follow-organizations.ts";
import { requestIdOf } from "../request-id.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { handleAdminError } from "./admin-error-handler.ts";
import type { Caller, FoundSession } from "../../actions/open-session.ts";
import { type AnyHandler, auditedCall, isAudited } from "./audited-call.ts";
import { admitAnybody, authenticateAdministrator } from "./authenticate-administrator.ts";
import { addBodyParsers } from "./body-parsers.ts";
import type { Browser, Scope, Standing } from "./handler.ts";
import { describeRoute, openApi } from "./open-api.ts";
import { requirePermission } from "./require-permission.ts";
import { adminHandlers } from "./routes.ts";
import { formatSessionCookie, readSessionCookie } from "./session-cookie.ts";
import { unknownAddress } from "./unknown-address.ts";
import { compileCheck } from "./validate-request.ts";

/** What was found before the body was read. */
interface Admitted extends Partial<Scope> {
  readonly session?: FoundSession | undefined;
}
const admitted = new WeakMap<FastifyRequest, Admitted>();

/** The routes that read, by their paths: what an audited call changes is read by them. */
const readers = new Map(
  (Object.entries(adminRoutes) as [keyof typeof adminRoutes, Route][])
    .filter(([, route]) => route.method === "GET")
    .map(([name, route]) => [route.path, { route, handler: adminHandlers[name] as unknown as AnyHandler }]),
);

/**
 * Registers the admin API in a context of its own: every route of the table, the OpenAPI document at `/openapi.json`,
 * and problem+json for everything that is refused.
 */
export async function registerAdminApi(app: FastifyInstance, given: Omit<AdminDeps, "live">): Promise<void> {
  const deps = { ...given, live: openLiveHub(given) };
  // Streams have no end of their own, and a server that stops waits for its answers.
  app.addHook("preClose", async () => deps.live.close());
  const routes = Object.entries(adminRoutes) as [keyof typeof adminRoutes, Route][];
  app.setErrorHandler(handleAdminError);
  app.setNotFoundHandler(unknownAddress(Object.values(adminRoutes), app.prefix));
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  // Checked by `compileCheck` once the body is read; Fastify's own checks would convert values in silence.
  app.setValidatorCompiler(() => () => true);
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", requestIdOf(request));
    reply.header("cache-control", "no-store");
  });
  addBodyParsers(app);
  await app.register(swagger, openApi);
  for (const [name, route] of routes) registerRoute(app, deps, name, route);
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
}

function registerRoute(app: FastifyInstance, deps: AdminDeps, name: keyof typeof adminRoutes, route: Route): void {
  const plain = adminHandlers[name] as unknown as AnyHandler;
  const handler = isAudited(route) ? (auditedCall(name, { route, handler: plain }, readers) as AnyHandler) : plain;
  const checkQuery = compileCheck(route.query ?? noParameters, "querystring");
  // A file is checked while it is read.
  const isRead = route.body !== undefined && route.bodyType !== "application/octet-stream";
  const checkBody = isRead ? compileCheck(route.body, "body") : undefined;
  async function allow(request: FastifyRequest): Promise<Admitted> {
    const { principal, session } = await authenticateAdministrator(deps, request);
    return { ...(await requirePermission(deps, principal, route, paramsOf(request, route))), session };
  }

  app.route({
    method: route.method,
    url: route.path.replaceAll("{", ":").replaceAll("}", ""),
    schema: describeRoute(name, route),
    config: { bodyType: route.bodyType ?? "application/json" },
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    // Before the body is read: who may not call does not make us read.
    onRequest: async (request) => {
      if (route.permission === "public") return admitAnybody(request);
      admitted.set(request, await allow(request));
    },
    handler: async (request, reply) => {
      checkQuery(request.query);
      checkBody?.(request.body);
      const { query } = request;
      const body = route.bodyType === "application/octet-stream" ? (request.body ?? Readable.from([])) : request.body;
      const { caller, browser } = callerOf(deps, request, reply);
      const found = admitted.get(request);
      const call = { deps, caller, browser, params: paramsOf(request, route), query, body, ...found };
      const standing = (): Standing => standingOf(request, reply, () => allow(request));
      if (route.waits === true) return send(reply, route, await handler({ ...call, standing: standing() }));
      if (route.answerType === "text/event-stream") {
        // A reverse proxy must not wait for more.
        void reply.header("x-accel-buffering", "no");
        // A server that stops closes what is idle then, and not what becomes so when its stream ends.
        void reply.header("connection", "close");
        return send(reply, route, await handler({ ...call, standing: standing() }));
      }
      return send(reply, route, await handler(call));
    },
  });
}

function standingOf(request: FastifyRequest, reply: FastifyReply, allow: () => Promise<Admitted>): Standing {
  const gone = new AbortController();
  reply.raw.once("close", () => gone.abort());
  const lastEventId = request.headers["last-event-id"];
  return {
    lastEventId: Array.isArray(lastEventId) ? lastEventId[0] : lastEventId,
    gone: gone.signal,
    // Whatever refuses it, a database that does not answer included, ends the answer: the reader comes back.
    isStillAllowed: () =>
      allow().then(
        () => true,
        () => false,
      ),
  };
}

/** Where a request comes from, and the browser that sent it. */
function callerOf(deps: AdminDeps, request: FastifyRequest, reply: FastifyReply): { caller: Caller; browser: Browser } {
  const userAgent = request.headers["user-agent"] ?? null;
  return {
    caller: { address: request.ip, userAgent, requestId: requestIdOf(request) },
    browser: {
      sessionToken: readSessionCookie(deps.origin, request.headers.cookie),
      keepSession: (token) => {
        reply.header("set-cookie", formatSessionCookie(deps.origin, token));
      },
    },
  };
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
