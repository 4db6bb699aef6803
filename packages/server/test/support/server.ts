import type { FastifyInstance } from "fastify";
import type { ActionDeps } from "../../src/actions/action-deps.ts";
import { checkDueDomains } from "../../src/actions/check-domains.ts";
import { openDomainResolver } from "../../src/actions/open-domain-resolver.ts";
import { type MailServer, openMailer } from "../../src/actions/open-mailer.ts";
import { raiseNotices } from "../../src/actions/raise-notices.ts";
import { sendNotices } from "../../src/actions/send-notices.ts";
import { openReceiverCaller } from "../../src/actions/call-receiver.ts";
import { countAttempts, countEffects } from "../../src/actions/count-effects.ts";
import type { DeliveryDeps } from "../../src/actions/deliver-webhook.ts";
import { ensureOwnerKey } from "../../src/actions/ensure-owner-key.ts";
import { newId } from "../../src/actions/new-id.ts";
import { type ExchangeRecorder, recordExchanges } from "../../src/actions/record-exchanges.ts";
import { openEventSequence } from "../../src/actions/sequence-provisioning-events.ts";
import { traceSettings, traceWriter } from "../../src/actions/trace-steps.ts";
import { openTrustedSettings } from "../../src/actions/trusted-settings.ts";
import { buildApp } from "../../src/app.ts";
import { openOriginFacts } from "../../src/config/find-origin-problems.ts";
import { openLog } from "../../src/cli/open-log.ts";
import { openOperations, type Operations } from "../../src/cli/open-operations.ts";
import { openSourcePlayer } from "../../src/cli/source-player.ts";
import { freePort } from "../../src/cli/free-port.ts";
import { type Log, silentLog } from "../../src/log.ts";
import { openMeters } from "../../src/meters/meters.ts";
import type { Database } from "../../src/storage/database.ts";
import { traceDatabase } from "../../src/storage/traced-database.ts";
import type { Trace } from "../../src/trace.ts";
import { startCheckingDomains } from "../../src/worker/domains.ts";
import { type FinishingWorker, startFinishingApplications } from "../../src/worker/finish-applications.ts";
import { openChangeWriter } from "../../src/storage/write/change-writer.ts";
import { type JobWorker, startJobs } from "../../src/worker/jobs.ts";
import { startLeading } from "../../src/worker/leader.ts";
import { startNotices } from "../../src/worker/notices.ts";
import type { Repeating } from "../../src/worker/repeat-work.ts";
import { startSequencer } from "../../src/worker/sequencer.ts";
import { startWebhooks } from "../../src/worker/webhooks.ts";
import { type TestDatabase, testDatabase } from "./database.ts";

/** A source application as the admin API answers its creation. */
export interface CreatedApplication {
  readonly id: string;
  readonly displayName: string;
  readonly scimBaseUrl: string;
  readonly bearerToken: string;
}

/** The whole server on a database of its own, listening on a free port of loopback. */
export interface TestServer {
  readonly origin: string;
  /** Of an owner of the whole installation. */
  readonly apiKey: string;
  readonly organizationId: string;
  readonly database: Database;
  /** Opens the same database once more. */
  openAnother(): Database;
  readonly deps: ActionDeps;
  readonly recorder: ExchangeRecorder;
  readonly operations: Operations;
  readonly app: FastifyInstance;
  /** The background work that decisions of administrators leave behind. */
  readonly finishing: FinishingWorker;
  /** Tells people what they should know of, when a test says so. */
  readonly notices: Repeating;
  /** Looks whether domains are proven, when a test says so. */
  readonly domains: Repeating;
  readonly jobs: JobWorker;
  /** Calls the admin API; the path begins below /api/v1. */
  api<Answer>(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }>;
  createSourceApplication(displayName: string, organizationId?: string): Promise<CreatedApplication>;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** The clock can be moved: gives the instant that actions see. */
  readonly now?: () => string;
  /** Receivers of webhooks may be on this machine, which they are in most tests. */
  readonly privateReceivers?: boolean;
  /** Seconds between the attempts of a delivery. */
  readonly retrySeconds?: readonly number[];
  /** In which a receiver must have answered. */
  readonly answerMilliseconds?: number;
  /** What e-mails are sent by. */
  readonly mailServer?: MailServer;
  /** Whom the DNS is asked of; nobody answers where it is missing. */
  readonly dnsServers?: readonly string[];
  /** Bytes. */
  readonly bodyLimit?: number;
  /** In which a request must have arrived. */
  readonly requestMilliseconds?: number;
  /** Time budget of a query for a list. */
  readonly listMilliseconds?: number;
  /** What /metrics asks for; without it nobody reads them. */
  readonly metricsToken?: string;
  /** Follows requests. */
  readonly trace?: Trace;
  /** Jobs are done when the test says so, not also when they are due. */
  readonly jobsWhenTold?: boolean;
  /** What the background work says. */
  readonly log?: Log;
  /** Takes every line that the faces log, whatever its level. */
  readonly onLogLine?: (line: string) => void;
  /** Another server on whose database this one is a second node. */
  readonly beside?: TestServer;
  /** A database that the test made itself. */
  readonly made?: Pick<TestDatabase, "database" | "openAnother" | "drop">;
}

/** Starts it. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { listMilliseconds, beside, onLogLine } = options;
  const made =
    options.made ??
    (beside === undefined ? await testDatabase(listMilliseconds === undefined ? {} : { listMilliseconds }) : undefined);
  const openAnother = made?.openAnother ?? (beside as TestServer).openAnother;
  const opened = made?.database ?? openAnother();
  const { trace } = options;
  const database = trace === undefined ? opened : traceDatabase(opened, trace);
  const trusted = openTrustedSettings(database);
  const settings = trace === undefined ? trusted : traceSettings(trusted, trace);
  const recorder = recordExchanges(database, silentLog);
  const nodeId = newId();
  const leader = startLeading({ database }, nodeId, silentLog);
  const sequencer = startSequencer({ leads: leader.leads, sequence: openEventSequence(database), log: silentLog });
  const meters = openMeters();
  const writer = openChangeWriter(database.pool, settings, countEffects(meters.effects));
  const { privateReceivers = true, answerMilliseconds } = options;
  const caller = openReceiverCaller({ privateReceivers, answerMilliseconds });
  const receivers = countAttempts(caller, meters.deliveries);
  const deps: DeliveryDeps = {
    receivers,
    ...(options.retrySeconds === undefined ? {} : { retrySeconds: options.retrySeconds }),
    database,
    writer: trace === undefined ? writer : traceWriter(writer, trace),
    settings,
    now: options.now ?? (() => new Date().toISOString()),
    newId,
  };
  const webhooks = startWebhooks(deps, nodeId, silentLog);
  const finishing = startFinishingApplications(deps, options.log ?? silentLog, leader.leads);
  const jobs = startJobs(deps, options.log ?? silentLog, () => options.jobsWhenTold !== true && leader.leads());
  const apiKey = beside?.apiKey ?? (await ensureOwnerKey(deps, undefined)) ?? "";
  const log =
    onLogLine === undefined ? openLog(process.env["TESTLOG"] ?? "silent") : openLog("trace", { write: onLogLine });
  // The origin is in every URL, so the port must be known before the app is built.
  const port = await freePort("127.0.0.1");
  const origin = `http://127.0.0.1:${port}`;
  const player = openSourcePlayer(origin);
  const operations = openOperations({
    node: { ...deps, recorder },
    meters,
    version: "0.0.0-test",
    token: options.metricsToken,
  });
  const mailer =
    options.mailServer === undefined ? undefined : openMailer(options.mailServer, "Rollcall <rollcall@example.com>");
  const notices = startNotices({
    leads: () => false,
    raise: (goesOn) => raiseNotices(deps, goesOn),
    send: (goesOn) => sendNotices({ ...deps, mailer, origin }, goesOn),
    log: options.log ?? silentLog,
  });
  // A port that nobody listens on: no test asks the machine's DNS.
  const servers = options.dnsServers ?? ["127.0.0.1:1"];
  const dns = openDomainResolver({ servers, timeoutMilliseconds: 400, tries: 1 });
  const domains = startCheckingDomains({
    leads: () => false,
    check: (goesOn) => checkDueDomains({ ...deps, dns }, goesOn),
    log: options.log ?? silentLog,
  });
  const app = await buildApp({
    dns,
    mailer,
    meters,
    operations: operations.face,
    trace,
    player,
    deps,
    recorder,
    origin,
    originFacts: openOriginFacts({ origin: undefined, host: "127.0.0.1", port }),
    program: { version: "0.0.0-test", dataFolder: "/var/lib/example", startedAt: deps.now() },
    bodyLimit: options.bodyLimit ?? 1_048_576,
    trustedProxies: [],
    requestMilliseconds: options.requestMilliseconds,
    log,
  });
  await app.listen({ host: "127.0.0.1", port });

  async function api<Answer>(method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> {
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as Answer };
  }
  const organizationId =
    beside?.organizationId ?? (await api<{ id: string }>("POST", "/organizations", { name: "Example Corp" })).body.id;

  return {
    origin,
    apiKey,
    organizationId,
    database,
    openAnother,
    deps,
    recorder,
    operations,
    app,
    finishing,
    notices,
    domains,
    jobs,
    api,
    async createSourceApplication(displayName, owner = organizationId) {
      const path = `/organizations/${owner}/source-applications`;
      return (await api<CreatedApplication>("POST", path, { displayName })).body;
    },
    async close() {
      await player.close();
      await app.close();
      await webhooks.stop();
      await notices.stop();
      await domains.stop();
      mailer?.close();
      await receivers.close();
      await finishing.stop();
      await jobs.stop();
      await sequencer.stop();
      await leader.stop();
      await recorder.close();
      settings.close();
      await (made?.drop() ?? database.close());
    },
  };
}
