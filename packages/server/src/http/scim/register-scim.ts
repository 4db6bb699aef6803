import { parseProjection } from "@rollcall/scim/schema/projection.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ActionDeps } from "../../actions/action-deps.ts";
import type { ExchangeNotes, ExchangeRecorder } from "../../actions/record-exchanges.ts";
import { type ExchangeContent, keepQuery } from "../../domain/mask-content.ts";
import { defaultMasking, type Masking } from "../../domain/masking.ts";
import type { CompiledApplication } from "../../domain/source-application.ts";
import type { Log } from "../../log.ts";
import type { DurationMeter } from "../../meters/duration-meter.ts";
import type { Meters } from "../../meters/meters.ts";
import { requestIdHeaders, requestIdOf, sentRequestId } from "../request-id.ts";
import { authenticateSource, type SeenToken } from "./authenticate-source.ts";
import { preconditionOf } from "./check-if-match.ts";
import { contentOf, contentOfOperation } from "./exchange-content.ts";
import { findRefusedApplication, openRefusalBudget } from "./refused-tokens.ts";
import { answerType, readScimBody } from "./read-scim-body.ts";
import { pathOf, queryOf, queryParameters } from "./request-address.ts";
import { type ScimRoute, scimRoutes } from "./routes.ts";
import type { RecordedPart } from "./scim-request.ts";
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

/** What a request gathers on its way. Its exchange has the request's id, by which an answer leads to its record. */
interface Passage {
  /** By performance.now(). */
  readonly startedAt: number;
  application: CompiledApplication | undefined;
  /** Where the exchange is recorded: the application, also when it refused the token. */
  recordedFor: Pick<CompiledApplication, "organizationId" | "id"> | undefined;
  readonly seen: SeenToken;
  readonly notes: ExchangeNotes;
  refusal: ScimError | undefined;
  /** Of its route. */
  readonly meter: DurationMeter;
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
  app.decorateRequest("passage", null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: face.bodyLimit }, (_request, body, done) =>
    done(null, body),
  );

  app.addHook("onRequest", async (request) => {
    const route = request.routeOptions.config as unknown as RouteFacts;
    const passage: Passage = {
      startedAt: performance.now(),
      application: undefined,
      recordedFor: undefined,
      seen: { tokenId: undefined },
      notes: { outcome: undefined, reason: undefined, resourceId: undefined, dialects: new Set(), unknown: new Set() },
      refusal: undefined,
      meter: route.meter,
    };
    (request as Carrier).passage = passage;
    if (route.open === true) return;
    const { applicationId } = request.params as { applicationId: string };
    const { authorization } = request.headers;
    try {
      const discovery = route.discovery === true;
      passage.application = await authenticateSource(face.deps, applicationId, authorization, discovery, passage.seen);
      passage.recordedFor = passage.application;
    } catch (error) {
      // Only to find where the refusal is recorded; it is answered by the error handler, like every other.
      if (error instanceof ScimError) {
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
      record(request, passage, request.id, { method, path: pathOf(request), status, refusal, notes }, content);
    }
    void reply.code(status).headers(headers).headers(requestIdHeaders(request));
    return body === undefined ? reply.send() : reply.header("content-type", contentType).send(Buffer.from(body));
  }

  function record(
    request: FastifyRequest,
    passage: Passage,
    id: string,
    part: RecordedPart,
    content: ExchangeContent | undefined,
  ): void {
    const { recordedFor } = passage;
    if (recordedFor === undefined) return;
    const { notes, refusal } = part;
    const outcome = refusal === undefined ? notes.outcome : "refused";
    if (outcome !== undefined && part.method !== "GET") face.meters.outcomes.add(outcome);
    face.recorder.record(
      {
        organizationId: recordedFor.organizationId,
        sourceApplicationId: recordedFor.id,
        id,
        requestId: sentRequestId(request) ?? null,
        method: part.method,
        path: part.path,
        query: keepQuery(queryOf(request), maskingOf(passage)),
        status: part.status,
        scimType: refusal?.scimType ?? null,
        detail: refusal?.message ?? null,
        outcome: outcome ?? null,
        reason: notes.reason ?? null,
        resourceId: notes.resourceId ?? null,
        dialects: [...notes.dialects],
        userAgent: request.headers["user-agent"]?.slice(0, 200) ?? null,
        durationMicroseconds: Math.round((performance.now() - passage.startedAt) * 1_000),
        occurredAt: face.deps.now(),
        tokenId: passage.seen.tokenId ?? null,
        callerAddress: request.ip.slice(0, 100),
        content,
      },
      notes,
    );
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
    const { applicationId, id } = request.params as { applicationId: string; id?: string };
    refusePastedEndpoint(request);
    const type = resourceTypeOf(route, request);
    const contentType = answerType(request.headers.accept);
    const query = queryParameters(request.query as Record<string, string | string[]>);
    const body = route.readsBody === true ? readScimBody(request.body, request.headers["content-type"]) : undefined;
    passage.notes.body = body;
    const answer = await route.handler({
      deps: face.deps,
      // Open routes read no data, so that they need no application.
      application: passage.application as CompiledApplication,
      exchangeId: request.id,
      applicationId,
      baseUrl: `${face.origin}/scim/${applicationId}/v2`,
      type,
      id,
      query,
      projection: parseProjection(query.get("attributes"), query.get("excludedattributes"), {
        strict: passage.application?.tolerance.strict === true,
      }),
      body,
      headers: request.headers,
      bodyLimit: face.bodyLimit,
      recordPart: (part) => {
        const content = contentOfOperation(part.notes.body, part.refusal, maskingOf(passage));
        record(request, passage, face.deps.newId(), part, content);
      },
      logFault: (error) => logFault(error, request),
      precondition: request.method === "GET" || id === undefined ? undefined : preconditionOf(request.headers),
      notes: passage.notes,
    });
    return send(request, reply, answer.status, answer.headers ?? {}, answer.body, contentType);
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

function maskingOf({ application }: Passage): Masking {
  return application?.masking ?? defaultMasking;
}
