import type { ApplicationSchemas } from "../../domain/application-schemas.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";

const schemasOf = unnamedStatement(
  `select schemas, resource_types as "resourceTypes" from application_schemas
    where organization_id = $1 and source_application_id = $2`,
);

/** Reads what a source application has of its own; nothing where it never had any. */
export async function findApplicationSchemas(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<ApplicationSchemas> {
  const [row] = await reader.query<ApplicationSchemas>(schemasOf, [organizationId, sourceApplicationId]);
  return row ?? { schemas: [], resourceTypes: [] };
}

const resourcesOfType = unnamedStatement(
  `select exists (select from provisioned_resources
    where organization_id = $1 and source_application_id = $2 and resource_type = $3) as found`,
);

/** Tells whether a source application has any resource of a type. */
export async function hasResources(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  resourceType: string,
): Promise<boolean> {
  const values = [organizationId, sourceApplicationId, resourceType];
  return (await reader.query<{ found: boolean }>(resourcesOfType, values))[0]?.found === true;
}

/** A source application whose resources are still to be read by schemas that changed at an instant. */
export interface ApplicationBehindSchemas {
  readonly organizationId: string;
  readonly id: string;
  /** As it is stored; text, since a Date holds fewer digits. */
  readonly changedAt: string;
}

const behind = statement(
  "applications-behind-schemas",
  `select s.organization_id as "organizationId", s.source_application_id as id, s.modified_at::text as "changedAt"
    from application_schemas s
    join source_applications a on a.organization_id = s.organization_id and a.id = s.source_application_id
    where s.behind and s.modified_at <= $1 and a.deleted_at is null
    order by s.organization_id, s.source_application_id limit 100`,
);

/** Lists source applications whose schemas changed at an instant or before, of all organizations: the worker serves all. */
export async function findApplicationsBehindSchemas(
  reader: Reader,
  until: string,
): Promise<ApplicationBehindSchemas[]> {
  return reader.query<ApplicationBehindSchemas>(behind, [until]);
}
