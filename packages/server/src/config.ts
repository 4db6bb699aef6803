import { readFileSync } from "node:fs";
import { retrySeconds } from "./domain/webhook.ts";
import { nearestName } from "./config/nearest-name.ts";
import {
  type Parsed,
  parseBytes,
  parseCredential,
  parseDatabaseUrl,
  parseDnsServers,
  parseEndpoint,
  parseHeaders,
  parseHost,
  parseListener,
  parseMailServer,
  parseNetworks,
  parseOneOf,
  parseOrigin,
  parseSeconds,
  parseSender,
  parseShare,
  parseWholeNumber,
} from "./config/parse-setting.ts";

/** One setting, as the documentation lists it and as it is read from the environment. */
export interface Setting<T> {
  /** The environment variable; a secret may also be given as the path of a file in `{name}_FILE`. */
  readonly name: string;
  /** As it would be written in the environment; undefined where the setting is simply not there. */
  readonly default: string | undefined;
  readonly description: string;
  readonly secret: boolean;
  readonly parse: (text: string) => Parsed<T>;
}

function setting<T, D extends string | undefined>(
  name: string,
  text: { readonly default: D; readonly description: string; readonly secret?: boolean },
  parse: (text: string) => Parsed<T>,
): Setting<T> & { readonly default: D } {
  return { name, ...text, secret: text.secret ?? false, parse };
}

/** Every setting there is, by its name in `Config`. */
export const settings = {
  host: setting(
    "ROLLCALL_HOST",
    { default: "127.0.0.1", description: "The address to listen on; 0.0.0.0 listens on all of the machine's." },
    parseHost,
  ),
  port: setting(
    "ROLLCALL_PORT",
    { default: "8080", description: "The port to listen on; 0 takes any that is free." },
    (text) => parseWholeNumber(text, 0, 65_535),
  ),
  dataFolder: setting(
    "ROLLCALL_DATA",
    { default: "./data", description: "The folder for everything kept on disk, the embedded PostgreSQL included." },
    (text) => ({ value: text }),
  ),
  origin: setting(
    "ROLLCALL_ORIGIN",
    {
      default: undefined,
      description: "The public address that sources reach Rollcall at, as https://scim.example.com; shown in all URLs.",
    },
    parseOrigin,
  ),
  apiKey: setting(
    "ROLLCALL_API_KEY",
    {
      default: undefined,
      secret: true,
      description: "The first owner's API key; without it one is made and printed once at the first start.",
    },
    parseCredential,
  ),
  databaseUrl: setting(
    "DATABASE_URL",
    {
      default: undefined,
      secret: true,
      description: "A PostgreSQL 15 to 18 to use instead of the embedded one, as postgres://user:password@host/name.",
    },
    parseDatabaseUrl,
  ),
  pooler: setting(
    "ROLLCALL_POOLER",
    {
      default: "none",
      description: "Set to transaction when DATABASE_URL leads to a pooler in transaction mode, as PgBouncer often is.",
    },
    (text) => parseOneOf(text, ["none", "transaction"] as const),
  ),
  trustedProxies: setting(
    "ROLLCALL_TRUSTED_PROXIES",
    {
      default: "",
      description:
        "Addresses or networks of the reverse proxies whose X-Forwarded-For is believed, with commas between.",
    },
    parseNetworks,
  ),
  privateReceivers: setting(
    "ROLLCALL_PRIVATE_RECEIVERS",
    {
      default: "refuse",
      description: "Set to allow when receivers of webhooks have private addresses, as on the same network or machine.",
    },
    (text) => parseOneOf(text, ["refuse", "allow"] as const),
  ),
  deliveryRetries: setting(
    "ROLLCALL_DELIVERY_RETRIES",
    {
      default: retrySeconds.join(","),
      description: "Seconds between the attempts of a webhook's delivery, with commas between; then it is given up.",
    },
    parseSeconds,
  ),
  dnsServers: setting(
    "ROLLCALL_DNS_SERVERS",
    {
      default: "",
      description:
        "DNS servers that are asked for what proves a domain, with commas between, as 10.0.0.53, [fd00::53]:5353; the machine's own where it is empty.",
    },
    parseDnsServers,
  ),
  smtpUrl: setting(
    "ROLLCALL_SMTP_URL",
    {
      default: undefined,
      secret: true,
      description:
        "The mail server that notices are sent by, as smtp://user:password@mail.example.com:587 or smtps:// with TLS from the first byte; without it nothing is sent by e-mail.",
    },
    parseMailServer,
  ),
  mailFrom: setting(
    "ROLLCALL_MAIL_FROM",
    { default: undefined, description: "Whom e-mails come from, as Rollcall <rollcall@example.com>." },
    parseSender,
  ),
  bodyLimit: setting(
    "ROLLCALL_BODY_LIMIT",
    { default: "1 MB", description: "The largest request body that is read; larger ones get 413." },
    parseBytes,
  ),
  stopDelay: setting(
    "ROLLCALL_STOP_DELAY",
    {
      default: "0",
      description:
        "Seconds for which a node that is told to stop still answers while /readyz says that it is not ready.",
    },
    (text) => parseWholeNumber(text, 0, 600),
  ),
  eventDays: setting(
    "ROLLCALL_EVENT_DAYS",
    { default: "0", description: "Days for which provisioning events are kept; 0 keeps them for ever." },
    (text) => parseWholeNumber(text, 0, 36_500),
  ),
  metricsAddress: setting(
    "ROLLCALL_METRICS_ADDRESS",
    {
      default: undefined,
      description:
        "An address of its own for /metrics, /healthz and /readyz, as 127.0.0.1:9464; only monitoring should reach it.",
    },
    parseListener,
  ),
  metricsToken: setting(
    "ROLLCALL_METRICS_TOKEN",
    {
      default: undefined,
      secret: true,
      description: "The bearer token that /metrics asks for; without it /metrics is answered at its own address alone.",
    },
    parseCredential,
  ),
  traceEndpoint: setting(
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    {
      default: undefined,
      description: "An OpenTelemetry collector that takes traces by OTLP over HTTP, as http://127.0.0.1:4318.",
    },
    parseEndpoint,
  ),
  traceHeaders: setting(
    "OTEL_EXPORTER_OTLP_HEADERS",
    {
      default: "",
      secret: true,
      description: "Headers that the collector asks for, as name=value with commas between.",
    },
    parseHeaders,
  ),
  serviceName: setting(
    "OTEL_SERVICE_NAME",
    { default: "rollcall", description: "What this node is called in traces." },
    (text) => ({ value: text }),
  ),
  traceShare: setting(
    "OTEL_TRACES_SAMPLER_ARG",
    {
      default: "1",
      description: "The share of requests that are traced, from 0 to 1, where they are not yet part of a trace.",
    },
    parseShare,
  ),
  logLevel: setting(
    "ROLLCALL_LOG_LEVEL",
    { default: "info", description: "The least important lines that are logged." },
    (text) => parseOneOf(text, ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const),
  ),
};

type ValueOf<S> = S extends Setting<infer T> & { readonly default: infer D }
  ? D extends string
    ? T
    : T | undefined
  : never;

/** What the program runs with, parsed and checked. */
export type Config = { readonly [Key in keyof typeof settings]: ValueOf<(typeof settings)[Key]> };

/** What is wrong with one setting; a secret's value is never repeated. */
export interface ConfigProblem {
  readonly setting: string;
  readonly found: string;
  readonly expected: string;
}

export interface ConfigWarning {
  readonly found: string;
  readonly whatToDo: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from the environment: all of them, or all that is wrong with them at once. A variable that is set
 * to nothing counts as not set. The only place that looks at the environment.
 */
export function readConfig(
  environment: Environment = process.env,
): { readonly config: Config; readonly warnings: readonly ConfigWarning[] } | { readonly problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const values = new Map<string, unknown>();
  for (const [key, one] of Object.entries(settings) as [string, Setting<unknown>][]) {
    const text = readText(one, environment, problems) ?? one.default;
    if (text === undefined) continue;
    const parsed = one.parse(text);
    if ("value" in parsed) values.set(key, parsed.value);
    else
      problems.push({ setting: one.name, found: one.secret ? "a value (not shown)" : text, expected: parsed.expected });
  }
  if (values.has("smtpUrl") && !values.has("mailFrom") && problems.length === 0) {
    const expected = "whom e-mails come from, because ROLLCALL_SMTP_URL names a mail server";
    problems.push({ setting: settings.mailFrom.name, found: "nothing", expected });
  }
  if (problems.length > 0) return { problems };
  // Every key with a default has a value now, and the type says so.
  const config = Object.fromEntries(Object.keys(settings).map((key) => [key, values.get(key)])) as unknown as Config;
  return { config, warnings: unknownVariables(environment) };
}

function readText(one: Setting<unknown>, environment: Environment, problems: ConfigProblem[]): string | undefined {
  const text = environment[one.name] || undefined;
  const file = one.secret ? environment[`${one.name}_FILE`] || undefined : undefined;
  if (file === undefined) return text;
  if (text !== undefined) {
    const expected = `${one.name} or ${one.name}_FILE, not both`;
    problems.push({ setting: `${one.name}_FILE`, found: "both", expected });
    return undefined;
  }
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const found = `${file} (${(error as NodeJS.ErrnoException).code ?? "unreadable"})`;
    problems.push({ setting: `${one.name}_FILE`, found, expected: "the path of a file that Rollcall may read" });
    return undefined;
  }
}

/** Warns of variables that look like settings and are none: a typing error would otherwise do nothing, silently. */
function unknownVariables(environment: Environment): ConfigWarning[] {
  const known = Object.values(settings).flatMap((one) => (one.secret ? [one.name, `${one.name}_FILE`] : [one.name]));
  return Object.keys(environment)
    .filter((name) => name.startsWith("ROLLCALL_") && !name.startsWith("ROLLCALL_TEST_") && !known.includes(name))
    .sort()
    .map((name) => ({
      found: `${name} is not a setting of Rollcall`,
      whatToDo: `did you mean ${nearestName(name, known)}?`,
    }));
}
