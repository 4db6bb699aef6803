import { type Reader, statement } from "../database.ts";

/** A source application with work left that an administrator's decision caused. */
export interface UnfinishedApplication {
  readonly organizationId: string;
  readonly id: string;
  /** What becomes of the people of a deleted application. */
  readonly peopleFate: "keep" | "disable" | "bin" | null;
}

const unfinished = statement(
  "unfinished-applications",
  `select organization_id as "organizationId", id, people_fate as "peopleFate" from source_applications
    where catching_up or people_fate is not null order by organization_id, id limit 100`,
);

/** Lists applications with work left, of all organizations: the worker serves them all. */
export async function findUnfinishedApplications(reader: Reader): Promise<UnfinishedApplication[]> {
  return reader.query<UnfinishedApplication>(unfinished, []);
}
