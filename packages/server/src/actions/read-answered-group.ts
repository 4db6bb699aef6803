import type { Resource } from "@rollcall/scim/resource.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { readResource } from "../storage/read/provisioned-resource-lists.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { AnsweredResource } from "./stored-resource.ts";

/** Members up to which a PATCH answers with the group (rules.md section 7). */
export const shownMembers = 100;

/** Reads a group with its members as an answer shows it; undefined when it is gone. */
export async function readAnsweredGroup(
  deps: ActionDeps,
  application: CompiledApplication,
  id: string,
): Promise<AnsweredResource | undefined> {
  const row = await readResource(deps.database, application.organizationId, application.id, "Group", id, {
    withMembers: true,
    withGroups: false,
  });
  return row && { ...row, resource: JSON.parse(row.document) as Resource };
}
