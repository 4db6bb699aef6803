import { ApiError, ServerUnreachable } from "./api-error.ts";
import type { ProblemDocument } from "./problem.ts";
import type { AnswerOf, BodyOf, ParamName, ParamsOf, QueryOf, Route } from "./route.ts";

/** What a call of a route takes: only what the route declares. */
export type CallInput<R extends Route> = ([ParamName<R["path"]>] extends [never]
  ? { readonly params?: undefined }
  : { readonly params: ParamsOf<R> }) &
  (R extends { readonly query: object } ? { readonly query?: QueryOf<R> } : { readonly query?: undefined }) &
  (R extends { readonly body: object } ? { readonly body: BodyOf<R> } : { readonly body?: undefined }) & {
    readonly signal?: AbortSignal;
  };

export interface Client {
  /**
   * Calls a route of the admin API.
   *
   * @throws {ApiError} the server refused it
   * @throws {ServerUnreachable} no server answered
   *
   * @example
   * await client.call(organizationRoutes.createOrganization, { body: { name: "Example Corp" } });
   */
  call<const R extends Route>(route: R, input: CallInput<R>): Promise<AnswerOf<R>>;
}

export interface ClientOptions {
  /** Where Rollcall is, without `/api/v1`: `http://127.0.0.1:8080`; empty for the server of the page in a browser. */
  readonly url: string;
  /** An API key; in a browser the session's cookie goes along without one. */
  readonly key?: string;
  readonly fetch?: typeof fetch;
}

interface AnyInput {
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Makes a client of the admin API with an API key or, in a browser, with the session of whoever signed in. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? fetch;
  const base = `${options.url.endsWith("/") ? options.url.slice(0, -1) : options.url}/api/v1`;

  async function call(route: Route, input: AnyInput): Promise<unknown> {
    const url = base + fillPath(route.path, input.params ?? {}) + formatQuery(input.query);
    const headers: Record<string, string> = {};
    if (options.key !== undefined) headers["authorization"] = `Bearer ${options.key}`;
    let body: string | Blob | undefined;
    if (input.body !== undefined) {
      headers["content-type"] = route.bodyType ?? "application/json";
      body = route.bodyType !== undefined && isSentAsItIs(input.body) ? input.body : JSON.stringify(input.body);
    }
    const response = await reach(options.url, () =>
      send(url, {
        method: route.method,
        headers,
        ...(body === undefined ? {} : { body }),
        ...(input.signal === undefined ? {} : { signal: input.signal }),
      }),
    );
    const text = await reach(options.url, () => response.text());
    if (!response.ok) throw new ApiError(response.status, parseProblem(text));
    if (route.answer === undefined) return route.answerType === undefined ? undefined : text;
    return parseAnswer(options.url, text);
  }

  return { call: call as Client["call"] };
}

function isSentAsItIs(body: unknown): body is string | Blob {
  return typeof body === "string" || body instanceof Blob;
}

async function reach<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") throw error;
    throw new ServerUnreachable(url, error);
  }
}

function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path
    .split("/")
    .map((segment) => {
      if (!segment.startsWith("{")) return segment;
      const value = params[segment.slice(1, -1)];
      if (value === undefined || value === "") throw new Error(`${path} needs a value for ${segment}`);
      return encodeURIComponent(value);
    })
    .join("/");
}

function formatQuery(query: unknown): string {
  const pairs = Object.entries((query ?? {}) as Record<string, string | number | boolean | undefined>);
  const text = new URLSearchParams();
  for (const [name, value] of pairs) if (value !== undefined) text.set(name, String(value));
  return text.size === 0 ? "" : `?${text.toString()}`;
}

function parseProblem(text: string): Partial<ProblemDocument> {
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === "object" && problem !== null ? problem : {};
  } catch {
    return {};
  }
}

function parseAnswer(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ServerUnreachable(url, new Error("what answered is not Rollcall", { cause: error }));
  }
}
