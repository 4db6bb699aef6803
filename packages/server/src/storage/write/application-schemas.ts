import type { ApplicationSchemas } from "../../domain/application-schemas.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const lockApplication = unnamedStatement(
  "select id from source_applications where organization_id = $1 and id = $2 for update",
);
const upsert = unnamedStatement(
  `insert into application_schemas (organization_id, source_application_id, schemas, resource_types, modified_at, behind)
    values ($1, $2, $3, $4, $5, true)
    on conflict (organization_id, source_application_id) do update set schemas = excluded.schemas,
      resource_types = excluded.resource_types, modified_at = excluded.modified_at, behind = true`,
);

/** Lets whoever changes schemas or resource types of the same application wait until this transaction ends. */
export async function lockApplicationSchemas(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
): Promise<void> {
  await tx.query(lockApplication, [organizationId, sourceApplicationId]);
}

/** Saves what a source application has of its own; its resources are behind until they were read by it. */
export async function saveApplicationSchemas(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  { schemas, resourceTypes }: ApplicationSchemas,
  now: string,
): Promise<void> {
  const documents = [JSON.stringify(schemas), JSON.stringify(resourceTypes)];
  await tx.execute(upsert, [organizationId, sourceApplicationId, ...documents, now]);
}

const caughtUp = unnamedStatement(
  `update application_schemas set behind = false
    where organization_id = $1 and source_application_id = $2 and modified_at = $3::timestamptz`,
);

/** Notes that all resources were read by the schemas that were saved at an instant, unless others were saved since. */
export async function finishReadingBySchemas(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  changedAt: string,
): Promise<void> {
  await tx.execute(caughtUp, [organizationId, sourceApplicationId, changedAt]);
}
