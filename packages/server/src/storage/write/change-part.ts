import type { ProvisionedChange } from "../../domain/provisioned-change.ts";

/** What a part's rows are made with besides the changes. */
export interface PartFacts {
  readonly organizationId: string;
  /** 0 to 15: the slot of every counter that this statement raises. */
  readonly slot: number;
  /** Attributes of directory users whose values are kept as match keys. */
  readonly matchedAttributes: readonly string[];
}

/** A part of the statement that writes provisioned changes: its input rows, what it writes, what must be true after. */
export interface Part {
  readonly name: string;
  /** The row type of its input, as json_to_recordset reads it. */
  readonly columns: string;
  readonly rows: (changes: readonly ProvisionedChange[], facts: PartFacts) => readonly object[];
  /** Common table expressions, in order. Rows are found by the organization as $1, which a planner knows: never by an input's. */
  readonly writes: readonly string[];
  /** Boolean expressions, each calling require_rows. */
  readonly checks: readonly string[];
  /** A row holds lists of thousands, which are joined with each other. */
  readonly long?: boolean;
  /** Its events, for the queue: `organization_id, id, place, n`; they are queued in the order of place and n. */
  readonly queued?: string;
  /** Written only after every check of the other parts holds. */
  readonly afterRequired?: boolean;
}

/** Joins the rows of a part's input `i` with the resources `r` that they are about. */
export const resourceKey = `r.organization_id = $1 and r.source_application_id = i.source_application_id
      and r.resource_type = i.resource_type and r.id = i.id`;

/** Requires that a part wrote as many rows as it was given. */
export const allRows = (part: string, written: string): string =>
  `require_rows('${part}', (select count(*) from ${part}_in), (select count(*) from ${written}))`;
