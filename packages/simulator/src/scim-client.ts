import { setTimeout as wait } from "node:timers/promises";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { patchOpUrn } from "@rollcall/scim/urns.ts";
import { Pool } from "undici";
import { Pace } from "./pace.ts";
import { Tally } from "./report.ts";
import { parseAnswer, resourcesOf, textAt } from "./scim-answer.ts";

/** A write that the service provider has acknowledged with a 2xx answer. */
export interface AcknowledgedWrite {
  readonly method: string;
  readonly path: string;
  readonly body: JsonValue | undefined;
  readonly status: number;
  /** The answer's body; `undefined` where it had none. */
  readonly answer: JsonObject | undefined;
}

export interface ScimClientOptions {
  /** The SCIM base URL, with or without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  /** Requests under way at the same time; 4 unless told. */
  readonly concurrency?: number;
  /** Requests begun in a second at most; as many as there is room for unless told. */
  readonly rate?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onWrite?: ((write: AcknowledgedWrite) => void) | undefined;
}

/** Thrown for an answer of 400 or more. The client that sent the request goes on with its next person or group. */
export class Refused extends Error {
  readonly status: number;
  readonly scimType: string | undefined;

  constructor(method: string, path: string, status: number, scimType: string | undefined, detail: string) {
    super(`${method} ${path}: ${status}${scimType === undefined ? "" : ` ${scimType}`}: ${detail}`);
    this.name = "Refused";
    this.status = status;
    this.scimType = scimType;
  }
}

/** Thrown when no answer came: what became of the request is not known. */
export class NoAnswer extends Error {
  constructor(method: string, path: string, cause: unknown) {
    super(`${method} ${path}: no answer`, { cause });
    this.name = "NoAnswer";
  }
}

const attempts = 5;
const longestWaitMilliseconds = 30_000;

/** Sends SCIM requests over one pool of sockets and counts what becomes of them. Knows a base URL and a token. */
export class ScimClient {
  readonly concurrency: number;
  readonly tally = new Tally();
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #contentType: string;
  readonly #signal: AbortSignal | undefined;
  readonly #pace: Pace | undefined;
  readonly #onWrite: ScimClientOptions["onWrite"];

  constructor(options: ScimClientOptions, headers: Readonly<Record<string, string>>, contentType: string) {
    const base = new URL(options.baseUrl);
    this.concurrency = options.concurrency ?? 4;
    this.#pool = new Pool(base.origin, {
      connections: this.concurrency,
      pipelining: 1,
    });
    this.#prefix = base.pathname.replace(/\/$/, "");
    this.#headers = { ...headers, authorization: `Bearer ${options.token}` };
    this.#contentType = contentType;
    this.#signal = options.signal;
    this.#pace = options.rate === undefined ? undefined : new Pace(options.rate);
    this.#onWrite = options.onWrite;
  }

  /**
   * Sends a request and returns the answer's body, `undefined` where it has none. Waits and tries again where the
   * service provider says when (429 or 503 with `Retry-After`), at most five times.
   * @throws {Refused} for an answer of 400 or more.
   * @throws {NoAnswer} when the socket closes before an answer.
   */
  async send(method: string, path: string, body?: JsonValue): Promise<JsonObject | undefined> {
    return this.#sendUntilAnswered(method, path, body, (status) => status < 400);
  }

  /** Reads what need not be there: a 404 is an answer like any other, and no refusal. */
  async knock(path: string): Promise<void> {
    await this.#sendUntilAnswered("GET", path, undefined, (status) => status < 400 || status === 404);
  }

  async #sendUntilAnswered(
    method: string,
    path: string,
    body: JsonValue | undefined,
    isFine: (status: number) => boolean,
  ): Promise<JsonObject | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const { status, retryAfter, answer } = await this.#exchange(method, path, body);
      if (isFine(status)) {
        if (method !== "GET") this.#onWrite?.({ method, path, body, status, answer });
        return answer;
      }
      const scimType = textAt(answer, "scimType");
      const detail = textAt(answer, "detail") ?? "no detail";
      this.tally.refuse({ method, path, status, scimType, detail });
      if (retryAfter === undefined || attempt === attempts) throw new Refused(method, path, status, scimType, detail);
      await wait(Math.min(retryAfter * 1_000, longestWaitMilliseconds), undefined, { signal: this.#signal });
    }
  }

  /** Looks a resource up; the first hit, `undefined` where there is none. */
  async lookUp(path: string): Promise<JsonObject | undefined> {
    return resourcesOf(await this.send("GET", path))[0];
  }

  /** Deletes a resource; one that is gone already (404) counts as deleted. */
  async delete(path: string): Promise<void> {
    try {
      await this.send("DELETE", path);
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error;
    }
  }

  /** Sends a PATCH of these operations. */
  async patch(path: string, operations: readonly JsonObject[]): Promise<void> {
    await this.send("PATCH", path, { schemas: [patchOpUrn], Operations: [...operations] });
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #exchange(method: string, path: string, body: JsonValue | undefined): Promise<Exchanged> {
    const toWait = this.#pace?.takeTurn(performance.now()) ?? 0;
    if (toWait > 0) await wait(toWait, undefined, { signal: this.#signal });
    const begun = performance.now();
    const headers = body === undefined ? this.#headers : { ...this.#headers, "content-type": this.#contentType };
    try {
      const response = await this.#pool.request({
        method,
        path: this.#prefix + path,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        signal: this.#signal ?? null,
      });
      const status = response.statusCode;
      const found = await response.body.text();
      this.tally.count(method, status, performance.now() - begun);
      return {
        status,
        retryAfter: secondsToWait(status, response.headers["retry-after"]),
        answer: parseAnswer(found),
      };
    } catch (error) {
      if (this.#signal?.aborted) throw error;
      throw new NoAnswer(method, path, error);
    }
  }
}

interface Exchanged {
  readonly status: number;
  /** Seconds; `undefined` where trying again is not invited. */
  readonly retryAfter: number | undefined;
  readonly answer: JsonObject | undefined;
}

function secondsToWait(status: number, header: string | string[] | undefined): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const seconds = Number(Array.isArray(header) ? header[0] : (header ?? Number.NaN));
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/** Makes a filter of one comparison, its value quoted as RFC 7644 section 3.4.2.2 asks, percent-encoded. */
export function equals(attribute: string, value: string): string {
  return encodeURIComponent(`${attribute} eq ${JSON.stringify(value)}`);
}
