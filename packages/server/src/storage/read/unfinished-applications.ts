import { beforeAllIds } from "../../domain/id.ts";
import { type Reader, statement } from "../database.ts";

/** A source application with work left that an administrator's decision caused. */
export interface UnfinishedApplication {
  readonly organizationId: string;
  readonly id: string;
  /** What becomes of the people of a deleted application. */
  readonly peopleFate: "keep" | "disable" | "bin" | null;
  readonly deletedAt: Date | null;
}

const unfinished = statement(
  "unfinished-applications",
  `select organization_id as "organizationId", id, people_fate as "peopleFate", deleted_at as "deletedAt"
    from source_applications
    where (catching_up or people_fate is not null) and (organization_id, id) > ($1, $2)
    order by organization_id, id limit 100`,
);

/**
 * Lists up to 100 applications with work left, of all organizations: the worker serves them all.
 *
 * @param after the last one of the page before
 */
export async function findUnfinishedApplications(
  reader: Reader,
  after?: Pick<UnfinishedApplication, "organizationId" | "id">,
): Promise<UnfinishedApplication[]> {
  return reader.query<UnfinishedApplication>(unfinished, [
    after?.organizationId ?? beforeAllIds,
    after?.id ?? beforeAllIds,
  ]);
}
