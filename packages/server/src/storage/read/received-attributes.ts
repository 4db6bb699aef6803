import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** An attribute that a source sends and nothing keeps. */
export interface ReceivedAttribute {
  readonly path: string;
  readonly received: number;
  /** Masked. */
  readonly sample: string | null;
  readonly lastAt: string;
  /** Of the latest value; null where it is not known. */
  readonly type: "string" | "boolean" | "decimal" | "complex" | null;
  readonly multiValued: boolean;
}

const received = unnamedStatement(
  `select path, received, sample, last_at, value_type as type, multi_valued as "multiValued" from received_attributes
    where organization_id = $1 and source_application_id = $2 order by received desc, path limit 500`,
);

/** Lists what an application's source sends and nothing keeps, the most frequent first; at most 500. */
export async function listReceivedAttributes(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<ReceivedAttribute[]> {
  const rows = await reader.query<Omit<ReceivedAttribute, "lastAt"> & { readonly last_at: Date }>(received, [
    organizationId,
    sourceApplicationId,
  ]);
  return rows.map(({ last_at: lastAt, ...row }) => ({ ...row, lastAt: instant(lastAt) }));
}
