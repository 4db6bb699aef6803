import { lookup } from "node:dns";
import { isIP } from "node:net";
import type { buildConnector } from "undici";
import { whyNotReachable } from "../domain/receiver-address.ts";
import type { Attempt } from "../domain/webhook.ts";

/** Calls the receivers of webhooks. */
export interface ReceiverCaller {
  /** Sends a delivery once; a failure is told, never thrown. No redirect is followed. */
  call(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Attempt>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

const connectMilliseconds = 5_000;
const mostAnswerMilliseconds = 15_000;
/** Of an answer: so much is read, and so much of that is kept. */
const mostRead = 64 * 1024;
const mostKept = 2_000;

/**
 * Opens the way to receivers. Unless private addresses are allowed, every address is checked three times: a literal in
 * the URL, what a name resolves to (all of it), and whom the socket really reached.
 */
export function openReceiverCaller(options: {
  readonly privateReceivers: boolean;
  /** In which an answer must have come to its end; 15,000 where it is missing. */
  readonly answerMilliseconds?: number | undefined;
}): ReceiverCaller {
  const { answerMilliseconds = mostAnswerMilliseconds } = options;
  let opened: ReturnType<typeof open> | undefined;

  // Loaded with the first delivery: it takes megabytes, and where no webhook is nobody needs it.
  async function open() {
    const { Agent, buildConnector: build, request } = await import("undici");
    const agent = new Agent({
      connect: options.privateReceivers ? { timeout: connectMilliseconds } : guardedConnector(build),
      // Several webhooks may lead to one host: a shared limit would let one that stalls use it up for all. Each makes a
      // bounded number of deliveries at once.
      connections: null,
      pipelining: 1,
      headersTimeout: answerMilliseconds,
      bodyTimeout: answerMilliseconds,
      maxHeaderSize: 16 * 1024,
    });
    return { agent, request };
  }

  async function call(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Attempt> {
    const { agent, request } = await (opened ??= open());
    const began = performance.now();
    const ended = (): number => Math.round(performance.now() - began);
    try {
      const signal = AbortSignal.timeout(answerMilliseconds);
      const response = await request(url, {
        method: "POST",
        headers: { "content-type": "application/json", "user-agent": "Rollcall", ...headers },
        body,
        dispatcher: agent,
        signal,
      });
      const answer = await readBeginning(response.body);
      const { statusCode: status } = response;
      const error = status >= 200 && status < 300 ? null : refusal(status);
      return { status, error, answer, durationMilliseconds: ended() };
    } catch (error) {
      return { status: null, error: describe(error), answer: null, durationMilliseconds: ended() };
    }
  }

  return { call, close: async () => (await opened)?.agent.destroy() };
}

function guardedConnector(build: typeof buildConnector): buildConnector.connector {
  const connect = build({
    timeout: connectMilliseconds,
    lookup: (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return callback(error, "", 0);
        const refused = addresses.map(({ address }) => whyNotReachable(address)).find((why) => why !== undefined);
        if (refused !== undefined) return callback(new Error(`${hostname}: ${refused}`), "", 0);
        const [first] = addresses;
        if (options.all === true) return callback(null, addresses);
        callback(null, first?.address ?? "", first?.family ?? 4);
      });
    },
  });
  return (target, callback) => {
    // A literal is never looked up; the URL parser has brought every way to write one into its plain form.
    const literal = target.hostname.replace(/^\[|\]$/g, "");
    const refused = isIP(literal) === 0 ? undefined : whyNotReachable(literal);
    if (refused !== undefined) return callback(new Error(refused), null);
    connect(target, (error, socket) => {
      if (error !== null) return callback(error, null);
      const reached = whyNotReachable(socket.remoteAddress ?? "");
      if (reached === undefined) return callback(null, socket);
      socket.destroy();
      callback(new Error(reached), null);
    });
  };
}

/** Reads the beginning of an answer and lets the rest go. */
async function readBeginning(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown; on(event: "error", listener: () => void): unknown },
): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    parts.push(part);
    length += part.length;
    if (length >= mostRead) break;
  }
  const text = new TextDecoder("utf-8", { fatal: false }).decode(Buffer.concat(parts).subarray(0, mostRead));
  // PostgreSQL stores no NUL.
  return text.replaceAll("\0", "").slice(0, mostKept);
}

function refusal(status: number): string {
  return status >= 300 && status < 400
    ? `the receiver answered ${status}: redirects are not followed`
    : `the receiver answered ${status}, expected 2xx`;
}

function describe(error: unknown): string {
  const { name, message, code } = error as { name?: string; message?: string; code?: string };
  if (name === "TimeoutError" || code?.endsWith("_TIMEOUT") === true) return "the receiver did not answer in time";
  return `no answer: ${(message ?? String(error)).slice(0, 500) || (code ?? "unknown")}`;
}
