import { setTimeout as wait } from "node:timers/promises";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { Pool } from "undici";
import { parseAnswer } from "../scim-answer.ts";
import { NoAnswer } from "../scim-client.ts";
import type { Answer, Exchange } from "./answer.ts";
import { type Mask, maskSecrets } from "./mask-secrets.ts";

export interface ProviderClientOptions {
  /** The SCIM base URL, with or without a slash at its end. */
  readonly baseUrl: string;
  /** Sent as a bearer token; a service provider that wants none gets none. */
  readonly token?: string | undefined;
  /** Sent with each request and masked in what is kept: a gateway's key, another way to authenticate. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Requests under way at the same time. */
  readonly concurrency: number;
  /** Milliseconds until an answer that has not come no longer counts. */
  readonly patience: number;
}

/** A request to a service provider. A text is sent as it is, anything else as JSON. */
export interface ProviderRequest {
  readonly method: string;
  /** Below the SCIM base URL. */
  readonly path: string;
  readonly body?: JsonValue | undefined;
  readonly text?: string | Buffer | undefined;
  /** Added to the usual ones; null leaves a usual one out. */
  readonly headers?: Readonly<Record<string, string | null>> | undefined;
}

const mostBytes = 16 * 1024 * 1024;
const shownCharacters = 20_000;
const attempts = 4;
const longestWaitSeconds = 30;

/** Sends requests to one service provider and keeps each with its answer. Follows no redirect. */
export class ProviderClient {
  readonly baseUrl: string;
  readonly hasToken: boolean;
  readonly mask: Mask;
  requests = 0;
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(options: ProviderClientOptions) {
    const base = new URL(options.baseUrl);
    this.baseUrl = base.origin + base.pathname.replace(/\/$/, "");
    this.hasToken = options.token !== undefined;
    this.#prefix = base.pathname.replace(/\/$/, "");
    const given = Object.entries(options.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
    this.#headers = {
      accept: "application/scim+json",
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...Object.fromEntries(given),
    };
    this.mask = maskSecrets([
      ...(options.token === undefined ? [] : [options.token]),
      ...given.map(([, text]) => text),
    ]);
    this.#pool = new Pool(base.origin, {
      connections: options.concurrency,
      pipelining: 1,
      connect: { timeout: Math.min(10_000, options.patience) },
      headersTimeout: options.patience,
      bodyTimeout: options.patience,
    });
  }

  /**
   * Sends a request, and again where the service provider says when to (429 or 503 with `Retry-After`), at most four
   * times. Tells `keep` of each exchange.
   * @throws {NoAnswer} when no answer came, or one of more than 16 MiB.
   */
  async send(request: ProviderRequest, keep: (exchange: Exchange) => void = () => undefined): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#exchange(request, keep);
      const seconds = secondsToWait(answer);
      if (seconds === undefined || attempt === attempts) return answer;
      await wait(Math.min(seconds, longestWaitSeconds) * 1_000);
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #exchange(request: ProviderRequest, keep: (exchange: Exchange) => void): Promise<Answer> {
    const { method, path } = request;
    const body = request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
    const headers = this.#headersOf(request, body !== undefined);
    const sent = {
      method,
      url: this.mask(this.baseUrl + path),
      requestHeaders: Object.entries(headers).map(([name, value]) => [name, this.mask(value)] as const),
      requestBody: this.#shown(body === undefined ? "" : String(body)),
    };
    const begun = performance.now();
    this.requests += 1;
    try {
      const target = this.#prefix + path;
      const response = await this.#pool.request({
        method,
        // A query at a base URL that is a host and nothing else.
        path: target.startsWith("/") ? target : `/${target}`,
        headers,
        body: body ?? null,
      });
      const text = await readText(response.body);
      const answered = new Map<string, string>();
      for (const [name, value] of Object.entries(response.headers)) {
        if (value !== undefined) answered.set(name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value);
      }
      keep({
        ...sent,
        status: response.statusCode,
        answerHeaders: [...answered].map(([name, value]) => [name, this.mask(value)] as const),
        answerBody: this.#shown(text),
        milliseconds: Math.round(performance.now() - begun),
      });
      return { method, path, status: response.statusCode, headers: answered, text, body: parseAnswer(text) };
    } catch (error) {
      const milliseconds = Math.round(performance.now() - begun);
      keep({ ...sent, status: undefined, answerHeaders: [], answerBody: "", milliseconds });
      throw new NoAnswer(method, path, error);
    }
  }

  #headersOf(request: ProviderRequest, hasBody: boolean): Record<string, string> {
    const merged = new Map<string, string | null>(Object.entries(this.#headers));
    if (hasBody) merged.set("content-type", "application/scim+json");
    for (const [name, value] of Object.entries(request.headers ?? {})) merged.set(name.toLowerCase(), value);
    return Object.fromEntries([...merged].filter((header): header is [string, string] => header[1] !== null));
  }

  #shown(text: string): string {
    // Masked before it is cut: half a secret would not be found.
    const masked = this.mask(text);
    if (masked.length <= shownCharacters) return masked;
    return `${masked.slice(0, shownCharacters)}… (${text.length} characters)`;
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > mostBytes) throw new Error(`an answer of more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function secondsToWait({ status, headers }: Answer): number | undefined {
  const header = headers.get("retry-after");
  if ((status !== 429 && status !== 503) || header === undefined) return undefined;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
