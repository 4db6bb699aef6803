import { relative } from "node:path";
import type { TestEvent } from "node:test/reporters";
import { projectRoot } from "./project-root.ts";

/** One test or suite of a run. */
export interface RecordedTest {
  /** Relative to the root of the checkout: the file that was run, also for tests that a shared module defines. */
  readonly file: string;
  /** With the suites around it: `creating a user › a second one with the same name is refused`. */
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped" | "todo";
}

export const nameSeparator = " › ";

/** A reporter of Node's test runner that writes every test with what became of it, as one JSON array. */
export default async function* recordTests(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const recorded: RecordedTest[] = [];
  // Events arrive in the order of declaration, a parent's start before its children.
  const open = new Map<string, string[]>();
  for await (const event of events) {
    if (event.type !== "test:start" && event.type !== "test:pass" && event.type !== "test:fail") continue;
    const { name, nesting } = event.data;
    const file = relative(projectRoot, entryFileOf(event.data));
    const names = [...(open.get(file) ?? []).slice(0, nesting), name];
    open.set(file, names);
    if (event.type === "test:start") continue;
    recorded.push({ file, name: names.join(nameSeparator), outcome: outcomeOf(event) });
  }
  yield `${JSON.stringify(recorded, null, 1)}\n`;
}

/** Node tells the file that was run beside the file that defines the test; its types do not know it yet. */
function entryFileOf(data: { file?: string | undefined; entryFile?: string }): string {
  return data.entryFile ?? data.file ?? "";
}

function outcomeOf(event: Extract<TestEvent, { type: "test:pass" | "test:fail" }>): RecordedTest["outcome"] {
  const { skip, todo } = event.data;
  if (skip !== undefined && skip !== false) return "skipped";
  if (todo !== undefined && todo !== false) return "todo";
  return event.type === "test:pass" ? "passed" : "failed";
}
