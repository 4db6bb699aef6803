import type { Job } from "@rollcall/admin-api/jobs.ts";
import type { Meaning } from "../../design/meaning.ts";

const states: Readonly<Record<Job["state"], { readonly word: string; readonly meaning: Meaning }>> = {
  queued: { word: "Waits", meaning: "off" },
  running: { word: "Goes on", meaning: "flowing" },
  done: { word: "Done", meaning: "flowing" },
  failed: { word: "Failed", meaning: "failing" },
  cancelled: { word: "Cancelled", meaning: "off" },
};

/** The state of a job as a word, and what that means. */
export function stateOf({ state }: Job): { readonly word: string; readonly meaning: Meaning } {
  return states[state];
}

/** How far a job is: *120 of 4,000*. */
export function progressOf({ done, total }: Pick<Job, "done" | "total">): string {
  return total === null ? count(done) : `${count(done)} of ${count(total)}`;
}

interface Counted {
  readonly reversed?: number;
  readonly changed?: number;
}

/** The results of all kinds together; each has some of it. */
interface Result {
  readonly mappingVersion?: number;
  readonly rulesVersion?: number;
  readonly people?: Counted;
  readonly users?: Counted;
  readonly groups?: Counted | number;
  readonly enters?: number;
  readonly leaves?: number;
  readonly renamed?: number;
  readonly changed?: number;
  readonly enabled?: number;
  readonly disabled?: number;
}

/** What came of a job, by its kind; empty where its state says it all. */
export function outcomeOf({ kind, state, result, problem }: Job): string {
  if (state === "failed") return problem ?? "the reason is not known";
  return state === "done" ? (outcomes[kind]?.(result ?? {}) ?? "") : "";
}

const applied = (version: number | undefined): string => (version === undefined ? "" : `version ${version} is applied`);
const statuses = ({ enabled = 0, disabled = 0 }: Result): string =>
  `${count(enabled)} enabled, ${count(disabled)} disabled`;

const outcomes: Readonly<Record<string, (result: Result) => string>> = {
  "apply-mapping": ({ mappingVersion }) => applied(mappingVersion),
  "preview-mapping": ({ users, groups }) => `${both(users?.changed, of(groups).changed)} would change`,
  "apply-group-rules": ({ rulesVersion }) => applied(rulesVersion),
  "preview-group-rules": ({ enters = 0, leaves = 0, renamed = 0 }) =>
    `${count(enters)} would come in, ${count(leaves)} leave, ${count(renamed)} be renamed`,
  "apply-precedence": ({ changed }) => `values of ${both(changed)} changed`,
  "apply-status-rule": statuses,
  "preview-status-rule": (result) => `would be: ${statuses(result)}`,
  "preview-undo": ({ people, groups }) => `${both(people?.reversed, of(groups).reversed)} would come back`,
  undo: ({ people, groups }) => `${both(people?.reversed, of(groups).reversed)} came back`,
};

function of(groups: Result["groups"]): Counted {
  return typeof groups === "object" ? groups : {};
}

function both(people = 0, groups = 0): string {
  const some = `${count(people)} ${people === 1 ? "person" : "people"}`;
  return groups === 0 ? some : `${some} and ${count(groups)} ${groups === 1 ? "group" : "groups"}`;
}

function count(value: number): string {
  return value.toLocaleString("en");
}
