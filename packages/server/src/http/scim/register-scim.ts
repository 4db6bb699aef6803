import { parseProjection } from "@rollcall/scim/schema/projection.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ActionDeps } from "../../actions/action-deps.ts";
import type { ExchangeRecorder } from "../../actions/record-exchanges.ts";
import type { CompiledApplication } from "../../domain/source-application.ts";
import type { Log } from "../../log.ts";
import type { DurationMeter } from "../../meters/duration-meter.ts";
import type { Meters } from "../../meters/meters.ts";
import { requestIdOf, sendRequestId } from "../request-id.ts";
import { openApplicationDeps } from "./application-deps.ts";
import { authenticateSource } from "./authenticate-source.ts";
import { openCallGate } from "./call-gate.ts";
import { preconditionOf } from "./check-if-match.ts";
import { contentOf, contentOfOperation } from "./exchange-content.ts";
import { findRefusedApplication, openRefusalBudget } from "./refused-tokens.ts";
import { answerType, readScimBody } from "./read-scim-body.ts";
import { pathOf, queryParameters } from "./request-address.ts";
import { type ScimRoute, scimRoutes } from "./routes.ts";
import { beginPassage, maskingOf, type Passage, recordPassage } from "./passage.ts";
import { scimErrorBody, toScimError } from "./scim-error-handler.ts";
import { unknownAddress } from "./unknown-address.ts";

/** What the SCIM face is made with. */
export interface ScimFace {
  readonly deps: ActionDeps;
  readonly recorder: ExchangeRecorder;
  /** The address in all URLs that are shown, without a slash at its end. */
  readonly origin: string;
  /** Bytes. */
  readonly bodyLimit: number;
  readonly meters: Meters;
  readonly log: Log;
}

/** What a route says to the steps that all of them go through. */
interface RouteFacts {
  readonly open?: boolean;
  readonly discovery?: boolean;
  readonly meter: DurationMeter;
}

/** A property of the request, not a WeakMap: those cost the garbage collector more than all of a passage. */
type Carrier = FastifyRequest & { passage: Passage | null };

/** Those that are answered by SCIM, and those that only have to be refused by it. */
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] as const;

/**
 * Registers the SCIM service at /scim/{source application}/v2, and without /v2, which many paste. Each request goes
 * through the same steps: authenticate, read the body, handle, answer, record.
 */
export async function registerScim(app: FastifyInstance, face: ScimFace): Promise<void> {
  const refusals = openRefusalBudget();
  const gate = openCallGate();
  const records = { recorder: face.recorder, overruns: openRefusalBudget(), meters: face.meters, now: face.deps.now };
  const depsOf = openApplicationDeps(face.deps);
  app.decorateRequest("passage", null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: face.bodyLimit }, (_request, body, done) =>
    done(null, body),
  );

  app.addHook("onRequest", async (request) => {
    const route = request.routeOptions.config as unknown as RouteFacts;
    const passage = beginPassage(route.meter);
    (request as Carrier).passage = passage;
    if (route.open === true) return;
    const { applicationId } = request.params as { applicationId: string };
    const { authorization } = request.headers;
    try {
      const discovery = route.discovery === true;
      passage.application = await authenticateSource(face.deps, applicationId, authorization, discovery, passage.seen);
      passage.recordedFor = passage.application;
      gate.take(passage.application);
    } catch (error) {
      // Only to find where the refusal is recorded; it is answered by the error handler, like every other.
      if (error instanceof ScimError && passage.application === undefined) {
        passage.recordedFor = await findRefusedApplication(face.deps, refusals, applicationId);
      }
      throw error;
    }
  });

  app.setErrorHandler((error, request, reply) => {
    const { answer, fault } = toScimError(error, face.bodyLimit);
    if (fault) logFault(error, request);
    const { passage } = request as Carrier;
    if (passage !== null) passage.refusal = answer;
    return send(
      request,
      reply,
      answer.status,
      answer.headers,
      scimErrorBody(answer),
      acceptable(request) ?? "application/scim+json",
    );
  });

  /** Answers and records. Not in a hook for answers that were sent: Fastify would watch every socket for it. */
  function send(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
    contentType: string,
  ): FastifyReply {
    const { passage, method } = request as Carrier;
    if (passage !== null) {
      const { notes, refusal, recordedFor } = passage;
      if (recordedFor !== undefined) face.meters.countApplication(recordedFor.id, status);
      passage.meter.count(status, (performance.now() - passage.startedAt) / 1_000);
      const content = contentOf(request, passage, body, maskingOf(passage));
      const part = { method, path: pathOf(request), status, refusal, notes };
      recordPassage(records, request, passage, request.id, part, content);
    }
    void reply.code(status).headers(headers);
    sendRequestId(request, reply);
    return body === undefined ? reply.send() : reply.header("content-type", contentType).send(Buffer.from(body));
  }

  function logFault(error: unknown, request: FastifyRequest): void {
    face.log.error({ err: error, requestId: requestIdOf(request), exchangeId: request.id }, "a SCIM request failed");
  }

  function passageOf(request: FastifyRequest): Passage {
    const { passage } = request as Carrier;
    if (passage === null) throw new Error("a request reached its handler without its first step");
    return passage;
  }

  /** @throws {ScimError} 404 for an endpoint that the application does not have */
  function resourceTypeOf({ endpoint }: ScimRoute, request: FastifyRequest): ResourceType | undefined {
    if (endpoint === undefined) return undefined;
    const { endpoint: named } = request.params as { endpoint?: string };
    const sought = named === undefined ? endpoint : `/${named}`;
    const type = passageOf(request).application?.resourceTypes.find((one) => one.endpoint === sought);
    if (type === undefined) throw unknownAddress(pathOf(request));
    return type;
  }

  async function handle(route: ScimRoute, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const passage = passageOf(request);
    const { application } = passage;
    if (application === undefined) return answerBy(route, request, reply, passage);
    const place = gate.enter(application);
    if (place !== undefined) await place;
    try {
      return await answerBy(route, request, reply, passage);
    } finally {
      gate.leave(application);
    }
  }

  function countOperation(application: CompiledApplication, status: number): void {
    gate.charge(application);
    if (status === 201) gate.arrive(application);
  }

  async function answerBy(
    route: ScimRoute,
    request: FastifyRequest,
    reply: FastifyReply,
    passage: Passage,
  ): Promise<FastifyReply> {
    const { application } = passage;
    const { applicationId, id } = request.params as { applicationId: string; id?: string };
    refusePastedEndpoint(request);
    const type = resourceTypeOf(route, request);
    const contentType = answerType(request.headers.accept);
    const query = queryParameters(request.query as Record<string, string | string[]>);
    const body = route.readsBody === true ? readScimBody(request.body, request.headers["content-type"]) : undefined;
    passage.notes.body = body;
    const answered = await route.handler({
      deps: depsOf(application),
      // Open routes read no data, so that they need no application.
      application: application as CompiledApplication,
      exchangeId: request.id,
      applicationId,
      baseUrl: `${face.origin}/scim/${applicationId}/v2`,
      type,
      id,
      query,
      projection: parseProjection(query.get("attributes"), query.get("excludedattributes"), {
        strict: application?.tolerance.strict === true,
      }),
      body,
      headers: request.headers,
      bodyLimit: face.bodyLimit,
      recordPart: (part) => {
        const content = contentOfOperation(part.notes.body, part.refusal, maskingOf(passage));
        recordPassage(records, request, passage, face.deps.newId(), part, content);
        if (application !== undefined) countOperation(application, part.status);
      },
      logFault: (error) => logFault(error, request),
      precondition: request.method === "GET" || id === undefined ? undefined : preconditionOf(request.headers),
      notes: passage.notes,
    });
    if (answered.status === 201 && application !== undefined) gate.arrive(application);
    return send(request, reply, answered.status, answered.headers ?? {}, answered.body, contentType);
  }

  const unknown = face.meters.meterRoute("scim", "any", "unknown");
  for (const base of ["/scim/:applicationId/v2", "/scim/:applicationId"]) {
    for (const route of scimRoutes) {
      app.route({
        method: route.method,
        url: base + route.path,
        config: {
          open: route.open === true,
          discovery: route.discovery === true,
          meter: face.meters.meterRoute("scim", route.method, route.path || "/"),
        },
        handler: (request, reply) => handle(route, request, reply),
      });
    }
    for (const path of new Set(scimRoutes.map((route) => route.path))) {
      const rows = scimRoutes.filter((route) => route.path === path);
      const allowed: string[] = rows.map((route) => route.method);
      if (allowed.includes("GET")) allowed.push("HEAD");
      app.route({
        method: methods.filter((method) => !allowed.includes(method)),
        url: base + path,
        config: { meter: unknown },
        handler: (request) => {
          refusePastedEndpoint(request);
          for (const row of rows) resourceTypeOf(row, request);
          throw new ScimError(405, `${request.method} is not for this address; it answers to ${allowed.join(", ")}`, {
            allow: allowed.join(", "),
          });
        },
      });
    }
    app.route({
      method: [...methods],
      url: `${base}/*`,
      config: { meter: unknown },
      handler: (request) => {
        throw unknownAddress(pathOf(request));
      },
    });
  }
}

const endpointNames: ReadonlySet<string> = new Set(scimRoutes.map(({ path }) => path.slice(1)));

/** A base URL that was pasted with /Users at its end makes /Users/Users: no id looks like an endpoint. */
function refusePastedEndpoint(request: FastifyRequest): void {
  const { id } = request.params as { id?: string };
  if (id !== undefined && endpointNames.has(id)) throw unknownAddress(pathOf(request));
}

function acceptable(request: FastifyRequest): string | undefined {
  try {
    return answerType(request.headers.accept);
  } catch {
    // The 406 itself is answered as SCIM.
    return undefined;
  }
}
