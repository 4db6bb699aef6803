import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { checkDueDomains } from "../actions/check-domains.ts";
import { openDomainResolver } from "../actions/open-domain-resolver.ts";
import { openReceiverCaller } from "../actions/call-receiver.ts";
import { countAttempts, countEffects } from "../actions/count-effects.ts";
import { openClock } from "../actions/clock.ts";
import { ensureOwnerKey } from "../actions/ensure-owner-key.ts";
import { newId } from "../actions/new-id.ts";
import { dropOldDeliveries, dropOldEvents } from "../actions/drop-old-events.ts";
import { dropOldExchanges } from "../actions/drop-old-exchanges.ts";
import { dropOldJobs } from "../actions/drop-old-jobs.ts";
import { dropOldNotices } from "../actions/drop-old-notices.ts";
import { raiseNotices } from "../actions/raise-notices.ts";
import { sendNotices } from "../actions/send-notices.ts";
import { issueSetupToken } from "../actions/set-up.ts";
import { recordExchanges } from "../actions/record-exchanges.ts";
import { openEventSequence } from "../actions/sequence-provisioning-events.ts";
import { traceSettings, traceWriter } from "../actions/trace-steps.ts";
import { openTrustedSettings } from "../actions/trusted-settings.ts";
import { buildApp } from "../app.ts";
import type { Config } from "../config.ts";
import { programVersion } from "../config/program-version.ts";
import { findOriginProblems, openOriginFacts } from "../config/find-origin-problems.ts";
import type { Log } from "../log.ts";
import { openMeters } from "../meters/meters.ts";
import { openDatabase } from "../storage/database.ts";
import { traceDatabase } from "../storage/traced-database.ts";
import { startEmbeddedPostgres } from "../storage/embedded-postgres.ts";
import { migrate } from "../storage/migrate.ts";
import { refuseUnsaidPooler } from "../storage/unsaid-pooler.ts";
import { openChangeWriter } from "../storage/write/change-writer.ts";
import { refreshTableStatistics } from "../storage/write/table-statistics.ts";
import { startCheckingDomains } from "../worker/domains.ts";
import { startFinishingApplications } from "../worker/finish-applications.ts";
import { startJobs } from "../worker/jobs.ts";
import { startLeading } from "../worker/leader.ts";
import { startKeepingStatistics } from "../worker/keep-statistics.ts";
import { startKeepingRetention } from "../worker/keep-retention.ts";
import { startNotices } from "../worker/notices.ts";
import { startSequencer } from "../worker/sequencer.ts";
import { startWebhooks } from "../worker/webhooks.ts";
import type { Trace } from "../trace.ts";
import { freePort } from "./free-port.ts";
import { openLog } from "./open-log.ts";
import { openOperations } from "./open-operations.ts";
import { openSourcePlayer } from "./source-player.ts";

const builtConsole = fileURLToPath(new URL("../../../console/dist", import.meta.url));

const drainMilliseconds = 2_000;

/** A running Rollcall. */
export interface RunningServer {
  /** Where it listens, for programs on this machine. */
  readonly origin: string;
  /** The address in all URLs that are shown. */
  readonly shownOrigin: string;
  /** Of the first owner, when it was made by this start: shown once. */
  readonly ownerApiKey: string | undefined;
  /** The link to the set-up page, while the installation has no administrator. */
  readonly setupLink: string | undefined;
  /** In words: where the data lies. */
  readonly dataLies: string;
  /** Says from now on that it is not ready, and goes on answering. */
  announceStop(): void;
  close(): Promise<void>;
}

/** Starts the database where it is embedded, migrates, starts the worker and listens. */
export async function startServer(config: Config): Promise<RunningServer> {
  const log = openLog(config.logLevel);
  // What was started is stopped in the opposite order, also when a later step fails.
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closers.splice(0).toReversed()) await step();
  };
  try {
    const embedded =
      config.databaseUrl === undefined
        ? await startEmbeddedPostgres({ dataFolder: config.dataFolder, log })
        : undefined;
    if (embedded !== undefined) closers.push(() => embedded.stop());
    const target = embedded?.connection ?? { url: config.databaseUrl ?? "" };
    const trace = await openTraceIfAsked(config, log);
    const opened = openDatabase({ target, log, pooler: config.pooler });
    closers.push(() => opened.close());
    const database = trace === undefined ? opened : traceDatabase(opened, trace);
    await refuseUnsaidPooler(database);
    await migrate(database, { log });

    const trusted = openTrustedSettings(database);
    const settings = trace === undefined ? trusted : traceSettings(trusted, trace);
    closers.push(async () => settings.close());
    const recorder = recordExchanges(database, log);
    closers.push(() => recorder.close());
    const nodeId = newId();
    const { leads, stop: stopLeading } = startLeading({ database }, nodeId, log);
    closers.push(stopLeading);
    const sequencer = startSequencer({ leads, sequence: openEventSequence(database), log });
    closers.push(() => sequencer.stop());
    const statistics = startKeepingStatistics({ leads, refresh: () => refreshTableStatistics(database.pool), log });
    closers.push(() => statistics.stop());

    const meters = openMeters();
    const writer = openChangeWriter(database.pool, settings, countEffects(meters.effects));
    const deps = {
      database,
      writer: trace === undefined ? writer : traceWriter(writer, trace),
      settings,
      now: openClock(),
      newId,
    };
    const retention = startKeepingRetention({
      leads,
      drop: async (goesOn) => {
        await dropOldExchanges(deps, goesOn);
        await dropOldDeliveries(deps, goesOn);
        await dropOldEvents(deps, config.eventDays, goesOn);
        await dropOldJobs(deps, goesOn);
        await dropOldNotices(deps);
      },
      log,
    });
    closers.push(() => retention.stop());
    const caller = openReceiverCaller({ privateReceivers: config.privateReceivers === "allow" });
    const receivers = countAttempts(caller, meters.deliveries);
    closers.push(() => receivers.close());
    const deliveryDeps = { ...deps, receivers, retrySeconds: config.deliveryRetries };
    const webhooks = startWebhooks(deliveryDeps, nodeId, log);
    closers.push(() => webhooks.stop());
    const finishing = startFinishingApplications(deps, log, leads);
    closers.push(() => finishing.stop());
    const jobs = startJobs(deps, log, leads);
    closers.push(() => jobs.stop());
    const version = programVersion();
    const node = { ...deps, recorder };
    const operations = openOperations({ node, meters, version, token: config.metricsToken });
    if (config.metricsAddress !== undefined) {
      const listener = await operations.listen(config.metricsAddress);
      closers.push(() => listener.close());
    }
    const ownerApiKey = await ensureOwnerKey(deps, config.apiKey);
    const setupToken = await issueSetupToken(deps);
    // The address is in every URL that is shown, so the port is chosen before the faces are made.
    const port = config.port === 0 ? await freePort(config.host) : config.port;
    const origin = `http://${hostInUrl(config.host)}:${port}`;
    const player = openSourcePlayer(origin);
    const shownOrigin = config.origin ?? origin;
    const mailer =
      config.smtpUrl === undefined || config.mailFrom === undefined
        ? undefined
        : (await import("../actions/open-mailer.ts")).openMailer(config.smtpUrl, config.mailFrom);
    if (mailer !== undefined) closers.push(async () => mailer.close());
    const notices = startNotices({
      leads,
      raise: (goesOn) => raiseNotices(deps, goesOn),
      send: (goesOn) => sendNotices({ ...deps, mailer, origin: shownOrigin }, goesOn),
      log,
    });
    closers.push(() => notices.stop());
    const dns = openDomainResolver({ servers: config.dnsServers });
    const domains = startCheckingDomains({
      leads,
      check: (goesOn) => checkDueDomains({ ...deps, dns }, goesOn),
      log,
    });
    closers.push(() => domains.stop());
    const app = await buildApp({
      player,
      dns,
      deps: deliveryDeps,
      mailer,
      recorder,
      origin: shownOrigin,
      originFacts: openOriginFacts({ ...config, port }),
      program: {
        version,
        dataFolder: embedded === undefined ? undefined : config.dataFolder,
        startedAt: deps.now(),
      },
      bodyLimit: config.bodyLimit,
      trustedProxies: config.trustedProxies,
      drainMilliseconds,
      meters,
      operations: operations.face,
      trace,
      consoleFolder: existsSync(builtConsole) ? builtConsole : undefined,
      // Where it listens is said once, by the verb.
      log: log.child({}, { level: atLeastWarn(config.logLevel) }),
    });
    // After the last answer.
    if (trace !== undefined) closers.push(() => trace.close());
    closers.push(() => app.close());
    closers.push(() => player.close());
    await app.listen({ host: config.host, port });
    return {
      origin,
      shownOrigin,
      ownerApiKey,
      setupLink: setupToken === undefined ? undefined : `${shownOrigin}/setup?token=${setupToken}`,
      dataLies: embedded === undefined ? "in the database of DATABASE_URL" : `in ${config.dataFolder}`,
      announceStop: () => operations.readiness.stopping(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Nothing of OpenTelemetry is loaded where no collector is named. */
async function openTraceIfAsked(config: Config, log: Log): Promise<Trace | undefined> {
  const { traceEndpoint: endpoint, traceHeaders: headers, serviceName, traceShare: share } = config;
  if (endpoint === undefined) return undefined;
  const { openTrace } = await import("./open-trace.ts");
  return openTrace({ endpoint, headers, serviceName, share, version: programVersion(), log });
}

function atLeastWarn(level: string): string {
  return ["trace", "debug", "info"].includes(level) ? "warn" : level;
}

/** The address that programs on this machine reach a listening host by, as a URL has it. */
function hostInUrl(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

/** `rollcall serve`: runs until it is told to stop, and says where it listens, where its data lies, and what is next. */
export async function serve(config: Config): Promise<number> {
  const server = await startServer(config);
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  say(`Rollcall listens on ${server.origin}; its data lies ${server.dataLies}.`);
  if (server.ownerApiKey !== undefined && config.apiKey === undefined) {
    say(`The first owner's API key, shown this once: ${server.ownerApiKey}`);
  }
  const listening = { ...config, port: Number(new URL(server.origin).port) };
  for (const warning of await findOriginProblems(listening))
    say(`Note: ${warning.found}. To mend it: ${warning.whatToDo}.`);
  if (server.setupLink === undefined) say(`Next: sign in at ${server.shownOrigin}/sign-in`);
  else say(`Next: make the first administrator at ${server.setupLink} (one use, 24 hours)`);
  say("Programs and the command line use the API key:");
  say('  npm run rollcall -- organizations create "Example Corp" --key <API key>');
  say('  npm run rollcall -- apps create "Okta" --organization <id> --key <API key>');
  await stopSignal();
  server.announceStop();
  if (config.stopDelay > 0) {
    say(`Not ready any more; answers for ${config.stopDelay} seconds, until load balancers have turned away.`);
    await sleep(config.stopDelay * 1_000);
  }
  say("Stopping: requests in flight finish.");
  await server.close();
  return 0;
}

/** Milliseconds in which a second signal is the same one: a terminal and npm both pass on one Ctrl-C. */
const sameSignalMilliseconds = 1_000;

/** Resolves at the first SIGINT or SIGTERM; one that comes a second later or more ends the process at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        if (first !== undefined && performance.now() - first > sameSignalMilliseconds) process.exit(130);
        first ??= performance.now();
        resolve();
      });
    }
  });
}
