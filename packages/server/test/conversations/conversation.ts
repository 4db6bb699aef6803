import { readdirSync, readFileSync } from "node:fs";
import type { JsonValue } from "@rollcall/scim/resource.ts";

/** What a step demands of the answer; the fields are explained in fixtures/conversations/README.md. */
export interface Expectation {
  readonly status: readonly number[];
  readonly bodyContains?: JsonValue;
  readonly bodyAbsent?: readonly string[];
  readonly bodyPresent?: readonly string[];
  readonly arrayLength?: Readonly<Record<string, number>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StepRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: JsonValue;
  readonly rawBody?: string;
  readonly repeat?: number;
}

export interface Step {
  readonly client: string;
  readonly scenario: string;
  readonly step: number;
  readonly request: StepRequest;
  readonly expect: Expectation;
  readonly captures?: Readonly<Record<string, string>>;
  readonly confidence: string;
  readonly note?: string;
}

export interface Conversation {
  readonly client: string;
  readonly scenario: string;
  readonly steps: readonly Step[];
}

/** An answer as the replayer sees it: names of headers in lower case, the body as text. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

export type Captures = Map<string, JsonValue>;

const folder = new URL("../../../../fixtures/conversations/", import.meta.url);

/** Lists the clients of which conversations are recorded. */
export function recordedClients(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => name.slice(0, -".jsonl".length))
    .sort();
}

/** Reads one client's conversations, in the order of the file. */
export function readConversations(client: string): Conversation[] {
  const byScenario = new Map<string, Step[]>();
  for (const line of readFileSync(new URL(`${client}.jsonl`, folder), "utf8").split("\n")) {
    if (line === "") continue;
    const step = JSON.parse(line) as Step;
    const steps = byScenario.get(step.scenario);
    if (steps === undefined) byScenario.set(step.scenario, [step]);
    else steps.push(step);
  }
  return [...byScenario].map(([scenario, steps]) => ({
    client,
    scenario,
    steps,
  }));
}

/** Parses a JSON text; `undefined` where it is none. */
export function parseBody(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
