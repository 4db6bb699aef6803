import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { DeliveryDeps } from "./actions/deliver-webhook.ts";
import type { DomainResolver } from "./actions/open-domain-resolver.ts";
import type { Mailer } from "./actions/open-mailer.ts";
import type { SourcePlayer } from "./actions/play-source.ts";
import type { ExchangeRecorder } from "./actions/record-exchanges.ts";
import { RollcallError } from "./domain/errors.ts";
import type { OriginFacts } from "./domain/reachability.ts";
import { handleAdminError } from "./http/admin/admin-error-handler.ts";
import type { Program } from "./http/admin/admin-deps.ts";
import { registerAdminApi } from "./http/admin/register-admin-api.ts";
import { registerConsole } from "./http/console/register-console.ts";
import { drainSockets } from "./http/drain-sockets.ts";
import { meterAnswers } from "./http/meter-answers.ts";
import { type OperationsFace, registerOperations } from "./http/operations/register-operations.ts";
import { traceRequests } from "./http/trace-requests.ts";
import { answerBrokenHttp } from "./http/scim/answer-broken-http.ts";
import { registerTokenEndpoint } from "./http/scim/token-endpoint.ts";
import { registerScim } from "./http/scim/register-scim.ts";
import { answerScimError } from "./http/scim/scim-error-handler.ts";
import { unroutedRequest } from "./http/scim/unknown-address.ts";
import type { Meters } from "./meters/meters.ts";
import type { Trace } from "./trace.ts";

/** What the faces are made with. */
export interface AppOptions {
  readonly deps: DeliveryDeps;
  /** Sends e-mails; undefined where no mail server is named. */
  readonly mailer?: Mailer | undefined;
  /** Looks up what proves a domain. */
  readonly dns: DomainResolver;
  readonly recorder: ExchangeRecorder;
  /** The address in all URLs that are shown, without a slash at its end. */
  readonly origin: string;
  /** What stands between sources and that address. */
  readonly originFacts: () => Promise<OriginFacts>;
  readonly program: Program;
  readonly player: SourcePlayer;
  readonly bodyLimit: number;
  readonly trustedProxies: readonly string[];
  /** In which a request must have arrived, its body included; a minute when left out. */
  readonly requestMilliseconds?: number | undefined;
  /** For which a stop waits for resting connections; none when left out. */
  readonly drainMilliseconds?: number | undefined;
  /** Where the built console lies; without one only the two APIs answer. */
  readonly consoleFolder?: string | undefined;
  readonly meters: Meters;
  readonly operations: OperationsFace;
  /** Undefined: nobody asked for traces. */
  readonly trace?: Trace | undefined;
  readonly log: FastifyBaseLogger;
}

/** Puts the faces together: every plugin and route registration, in order. Does not listen. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { deps, recorder, origin, originFacts, program, player, bodyLimit, meters, log } = options;
  const { requestMilliseconds = 60_000 } = options;
  const app = Fastify({
    loggerInstance: log,
    // One line per request is what the exchanges are for.
    logController: new LogController({ disableRequestLogging: true }),
    // A logger per request costs as much as the route's look-up; who logs says the request's id.
    childLoggerFactory: (logger) => logger,
    bodyLimit,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    forceCloseConnections: "idle",
    // What comes while the stop waits is answered like everything before.
    return503OnClosing: false,
    requestTimeout: requestMilliseconds,
    http: { headersTimeout: requestMilliseconds, connectionsCheckingInterval: 1_000 },
    genReqId: () => deps.newId(),
    // What the router refuses before it knows a face: a URL that cannot be decoded, an id of hundreds of characters.
    frameworkErrors: (error, request, reply) => {
      if (request.url.startsWith("/scim/")) answerScimError(error, bodyLimit, request, reply);
      else handleAdminError(error, request, reply);
    },
    clientErrorHandler: answerBrokenHttp,
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true, maxParamLength: 300 },
  });

  drainSockets(app, options.drainMilliseconds ?? 0);
  if (options.trace !== undefined) traceRequests(app, options.trace);

  // What no face has a route for: an unknown method, an address of nobody.
  app.setNotFoundHandler((request, reply) => {
    const { method, url } = request;
    if (url.startsWith("/scim/")) answerScimError(unroutedRequest(method, url), bodyLimit, request, reply);
    else handleAdminError(new RollcallError("route.not_found"), request, reply);
  });

  await app.register((operations) => registerOperations(operations, options.operations));
  await app.register((scim) => registerScim(scim, { deps, recorder, origin, bodyLimit, meters, log }));
  await app.register((tokens) => {
    meterAnswers(tokens, meters, "token");
    return registerTokenEndpoint(tokens, deps, log);
  });
  const adminDeps = { ...deps, mailer: options.mailer, dns: options.dns, origin, originFacts, program, player, log };
  await app.register(
    (api) => {
      meterAnswers(api, meters, "admin");
      return registerAdminApi(api, adminDeps);
    },
    { prefix: "/api/v1" },
  );

  const { consoleFolder } = options;
  if (consoleFolder !== undefined) {
    const secure = origin.startsWith("https:");
    await app.register((pages) => {
      meterAnswers(pages, meters, "console");
      return registerConsole(pages, { folder: consoleFolder, secure });
    });
  }

  return app;
}
