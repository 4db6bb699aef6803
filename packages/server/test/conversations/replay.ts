import { type IncomingMessage, request as httpRequest } from "node:http";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { checkAnswer } from "./check-answer.ts";
import { type Answer, type Captures, parseBody, type Step } from "./conversation.ts";
import { valueAt } from "./json-path.ts";
import { substituteJson, substituteText } from "./substitute.ts";

/**
 * Sends one recorded step to a SCIM base URL (without a slash at its end), adds what the step captures, and returns one
 * sentence per difference from what it demands, none when it passes. A step that repeats is checked at each answer.
 */
export async function replayStep(step: Step, scimBaseUrl: string, captures: Captures): Promise<string[]> {
  const problems: string[] = [];
  for (let round = 0; round < (step.request.repeat ?? 1); round += 1) {
    const answer = await send(step, scimBaseUrl, captures);
    capture(step, answer, captures);
    problems.push(...checkAnswer(step.expect, answer, captures));
  }
  return problems;
}

function capture(step: Step, answer: Answer, captures: Captures): void {
  const body = parseBody(answer.text);
  for (const [name, path] of Object.entries(step.captures ?? {})) {
    const value = valueAt(body, path);
    if (value !== undefined) captures.set(name, value);
  }
}

// node:http adds no header of its own besides Host and the length, so that a step arrives as it was recorded.
async function send(step: Step, scimBaseUrl: string, captures: Captures): Promise<Answer> {
  const { method, path } = step.request;
  const headers: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(step.request.headers)) headers[name] = substituteText(value, captures);
  const body = bodyText(step, captures);
  if (body !== undefined) headers["Content-Length"] = Buffer.byteLength(body);
  const base = new URL(scimBaseUrl);
  const target = base.pathname + substituteText(path, captures, encodeURIComponent);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = httpRequest({ host: base.hostname, port: base.port, path: target, method, headers }, resolve);
    sent.on("error", reject);
    sent.end(body);
  });
  let text = "";
  answer.setEncoding("utf8");
  for await (const chunk of answer) text += chunk;
  const found: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    found[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return { status: answer.statusCode ?? 0, headers: found, text };
}

function bodyText(step: Step, captures: Captures): string | undefined {
  const { body, rawBody } = step.request;
  if (rawBody !== undefined) return rawBody;
  return body === undefined ? undefined : JSON.stringify(substituteJson(body, captures));
}

/** Starts the captures of a scenario: the tokens that every step may name. */
export function startCaptures(tokens: {
  readonly token: string;
  readonly otherTenantToken: string;
  readonly expiredToken: string;
}): Captures {
  return new Map<string, JsonValue>(Object.entries(tokens));
}
