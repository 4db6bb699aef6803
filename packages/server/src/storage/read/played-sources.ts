import type { PlayedSource } from "../../domain/played-source.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

const playOf = unnamedStatement(
  `select p.source_application_id as "sourceApplicationId", p.round, p.state, p.title, p.percent, p.requests, p.refused,
      p.problem, p.started_at, p.modified_at,
      p.source_application_id is not null and a.id is null as gone
    from played_sources p
    left join source_applications a
      on a.organization_id = p.organization_id and a.id = p.source_application_id and a.deleted_at is null
    where p.organization_id = $1`,
);

/** Reads the last play of an organization; undefined where there was none. `gone`: its application was deleted. */
export async function findPlayedSource(
  reader: Reader,
  organizationId: string,
): Promise<(PlayedSource & { readonly gone: boolean }) | undefined> {
  type Row = Omit<PlayedSource, "startedAt" | "modifiedAt"> & {
    readonly gone: boolean;
    readonly started_at: Date;
    readonly modified_at: Date;
  };
  const [row] = await reader.query<Row>(playOf, [organizationId]);
  if (row === undefined) return undefined;
  const { started_at: startedAt, modified_at: modifiedAt, ...rest } = row;
  return { ...rest, startedAt: instant(startedAt), modifiedAt: instant(modifiedAt) };
}
