import type { JsonObject } from "@rollcall/scim/resource.ts";
import type { ExportColumns } from "./export-columns.ts";
import type { FindingAction, FindingKind } from "./finding.ts";
import type { GroupRules } from "./group-rules.ts";
import type { MappingDraft } from "./mapping-preview.ts";
import type { Precedence } from "./precedence.ts";
import type { StatusRule } from "./status-rule.ts";

/** What each kind of job is given. A kind is added here, and its handler to actions/job-handlers.ts. */
export interface JobInputs {
  /** Maps everybody again, by the mapping in force. */
  readonly "apply-mapping": { readonly mappingVersion: number };
  /** Tells what a draft of a mapping does to everybody, and changes nothing. */
  readonly "preview-mapping": MappingDraft;
  /** Decides every group again, by the group rules in force. */
  readonly "apply-group-rules": { readonly rulesVersion: number };
  /** Tells what group rules do to every group if they are saved, and changes nothing. */
  readonly "preview-group-rules": { readonly rulesVersion: number; readonly rules: GroupRules };
  /** Counts what an application does when it goes live, and changes nothing. */
  readonly "preview-going-live": Readonly<Record<string, never>>;
  /** Says what an undo of a window would do. The instants are ISO 8601. */
  readonly "preview-undo": { readonly from: string; readonly until: string };
  /** Decides everybody anew whom several sources have, by the organization's status rule. */
  readonly "apply-status-rule": { readonly statusRule: StatusRule };
  /** Counts whom a status rule would enable and disable, and changes nothing. */
  readonly "preview-status-rule": { readonly statusRule: StatusRule };
  /** Makes the values of everybody anew whom several sources have, by the organization's precedence. */
  readonly "apply-precedence": { readonly precedence: Precedence };
  readonly undo: { readonly from: string; readonly until: string; readonly reason: string };
  /** Compares a source's own export, which is kept beside it, with what the application holds. */
  readonly reconcile: {
    readonly fileName: string | null;
    readonly format: "csv" | "json";
    readonly columns: ExportColumns;
    /** Columns of the export that are not read. */
    readonly ignored: readonly string[];
    /** How many the export has. */
    readonly people: number;
  };
  /** Does in the source's place what it did not. */
  readonly "act-on-findings": {
    readonly reconciliationId: string;
    readonly action: FindingAction;
    readonly reason: string;
    readonly kinds: readonly FindingKind[];
    /** Null: all of these kinds. */
    readonly ids: readonly string[] | null;
    readonly search: string | null;
  };
}

export type JobKind = keyof JobInputs;

/** What people call a job of a kind. */
export const jobTitles: Readonly<Record<JobKind, string>> = {
  "apply-mapping": "Apply the mapping",
  "preview-mapping": "Preview a mapping",
  "apply-group-rules": "Apply the group rules",
  "preview-group-rules": "Preview group rules",
  "preview-going-live": "Preview going live",
  "preview-undo": "Preview an undo",
  undo: "Undo",
  "apply-precedence": "Apply the precedence",
  "apply-status-rule": "Apply the status rule",
  "preview-status-rule": "Preview a status rule",
  reconcile: "Reconcile",
  "act-on-findings": "Act on findings",
};

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

/** Something that is done in the background, in small batches. */
export interface Job<Kind extends JobKind = JobKind> {
  readonly organizationId: string;
  readonly id: string;
  /** Null: of the organization as a whole. */
  readonly sourceApplicationId: string | null;
  readonly kind: Kind;
  readonly state: JobState;
  readonly input: JobInputs[Kind];
  /** Where it goes on, in the words of its kind; null at the beginning. */
  readonly position: unknown;
  readonly done: number;
  /** Null until it is known. */
  readonly total: number | null;
  readonly result: JsonObject | null;
  /** Why it failed. */
  readonly problem: string | null;
  /** The actor. */
  readonly createdBy: string;
  readonly version: number;
  readonly failures: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly modifiedAt: string;
  readonly finishedAt: string | null;
}
