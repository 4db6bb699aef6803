import { type DestinationStream, type Logger, pino } from "pino";

/** Properties that are never logged, wherever within two levels they stand. */
const secrets = ["authorization", "cookie", "password", "token", "secret", "apiKey", "databaseUrl"];

/** Opens the log: JSON lines to stderr, since stdout belongs to what a verb prints. */
export function openLog(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  const redact = {
    paths: [...secrets, ...secrets.map((name) => `*.${name}`), ...secrets.map((name) => `*.headers.${name}`)],
    censor: "•••",
  };
  return pino({ level, redact, serializers: { err: describeError } }, destination);
}

/**
 * What is logged of an error. PostgreSQL's repeat the values of a row in `detail` and `where`, so that nothing but the
 * named properties is taken over.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack, cause } = error;
  const { code, constraint, table, routine } = error as unknown as Record<string, unknown>;
  const said = Object.entries({ code, constraint, table, routine }).filter(([, value]) => typeof value === "string");
  return {
    type: name,
    message,
    ...Object.fromEntries(said),
    stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}
