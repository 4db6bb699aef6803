import assert from "node:assert/strict";
import type { CallInput } from "@rollcall/admin-api/client.ts";
import { ProblemDocument } from "@rollcall/admin-api/problem.ts";
import type { AnswerOf, Route } from "@rollcall/admin-api/route.ts";
import { Ajv } from "ajv";
import type { TestServer } from "../support/server.ts";

/** An answer of the admin API, held to the shape that its route declares. */
export interface AdminAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

/** What a refusal says, without what differs from call to call. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly problems: readonly { readonly where: string; readonly detail: string }[];
}

/** Calls routes with one API key. */
export interface AdminCaller {
  /** Calls a route that has to succeed. */
  call<const R extends Route>(route: R, input: CallInput<R>): Promise<AnswerOf<R>>;
  /** Calls a route that has to be refused. */
  refused<const R extends Route>(route: R, input: CallInput<R>): Promise<Refusal>;
  /** Sends whatever is asked; `headers` replace the usual ones. */
  send(route: Route, input: AnyInput, headers?: Readonly<Record<string, string>>): Promise<AdminAnswer>;
}

export interface AnyInput {
  readonly params?: Readonly<Record<string, string>> | undefined;
  readonly query?: unknown;
  readonly body?: unknown;
}

const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, validateFormats: false });

/** Makes a caller that fails where an answer has not the declared shape. */
export function adminCaller(server: TestServer, apiKey: string = server.apiKey): AdminCaller {
  async function send(route: Route, input: AnyInput, headers: Readonly<Record<string, string>> = {}) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => input.params?.[name] ?? "missing");
    const query = new URLSearchParams(Object.entries((input.query ?? {}) as Record<string, string>)).toString();
    const type = route.bodyType ?? "application/json";
    const asItIs = typeof input.body === "string" || input.body instanceof Blob;
    const body = asItIs ? input.body : JSON.stringify(input.body);
    const response = await fetch(`${server.origin}/api/v1${path}${query === "" ? "" : `?${query}`}`, {
      method: route.method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(input.body === undefined ? {} : { "content-type": type }),
        ...headers,
      },
      ...(input.body === undefined ? {} : { body }),
    });
    const text = await textOf(route, response);
    const answer = { status: response.status, headers: response.headers, text, body: parsed(text) };
    if (response.ok) checkSuccess(route, answer);
    else checkRefusal(answer);
    return answer;
  }
  return {
    send,
    async call(route, input) {
      const answer = await send(route, input);
      assert.equal(answer.status, route.status ?? 200, answer.text);
      return (route.answerType === undefined ? answer.body : answer.text) as never;
    },
    async refused(route, input) {
      const answer = await send(route, input);
      assert.ok(answer.status >= 400, `expected a refusal, found ${answer.status} ${answer.text}`);
      const { status, code, problems } = answer.body as Refusal;
      return { status, code, problems };
    },
  };
}

/** The answer; of a stream, which has no end, its beginning. */
async function textOf(route: Route, response: Response): Promise<string> {
  if (route.answerType !== "text/event-stream" || !response.ok) return response.text();
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return Buffer.from(value ?? new Uint8Array()).toString();
}

function checkSuccess(route: Route, answer: AdminAnswer): void {
  if (route.answer === undefined) {
    if (route.answerType === undefined) assert.equal(answer.text, "");
    return;
  }
  check(route.answer, answer.body, `${route.method} ${route.path}`);
}

/** Every refusal is a problem document that carries the request's id. */
function checkRefusal(answer: AdminAnswer): void {
  assert.equal(answer.headers.get("content-type"), "application/problem+json; charset=utf-8");
  check(ProblemDocument, answer.body, "refusal");
  const problem = answer.body as ProblemDocument;
  assert.equal(problem.status, answer.status);
  assert.equal(problem.requestId, answer.headers.get("x-request-id"));
}

function check(schema: object, body: unknown, what: string): void {
  const validate = ajv.compile(schema);
  assert.ok(validate(body), `${what}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Makes an API key and a caller with it. */
export async function callerWithRole(
  server: TestServer,
  role: "owner" | "administrator" | "auditor",
  organizationId: string | null,
): Promise<AdminCaller> {
  const { body } = await server.api<{ apiKey: string }>("POST", "/api-keys", { name: role, role, organizationId });
  return adminCaller(server, body.apiKey);
}
