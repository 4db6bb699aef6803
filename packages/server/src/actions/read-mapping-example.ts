import { parseScimJson } from "@rollcall/scim/messages/parse-scim-json.ts";
import { isObject, type JsonValue, type Resource } from "@rollcall/scim/resource.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { RollcallError } from "../domain/errors.ts";
import type { MappingExample } from "../domain/check-mapping.ts";
import { readResource } from "../storage/read/provisioned-resource-lists.ts";
import type { ActionDeps } from "./action-deps.ts";
import { takeMemberIds } from "./group-writes.ts";
import { readSentResource } from "./read-sent-resource.ts";
import { newStoredResource } from "./stored-resource.ts";

/** What somebody wants to see a mapping's values for: a resource that is stored, or a text that is tried and forgotten. */
export interface AskedExample {
  readonly resourceType: "User" | "Group";
  readonly scimId?: string;
  /** What the source would POST. */
  readonly text?: string;
}

const plain = { withMembers: false, withGroups: false };
/** What `id` is in a text that is stored nowhere. */
const noId = "00000000-0000-0000-0000-000000000000";
const messageUrn = /^urn:ietf:params:scim:api:messages:2\.0:(\w+)$/i;

/**
 * Reads a resource to show a mapping's values for. A text is read as the application's own POST would be, with its
 * schemas and the deviations that it tolerates; it is at most 16 levels deep, and kept nowhere.
 *
 * @throws {RollcallError} request.invalid for both or neither; source_application.not_found
 */
export async function readMappingExample(
  deps: ActionDeps,
  { organizationId, id }: { readonly organizationId: string; readonly id: string },
  asked: AskedExample,
): Promise<MappingExample> {
  const { resourceType, scimId, text } = asked;
  if ((scimId === undefined) === (text === undefined)) {
    const detail = `expected either scimId or text, found ${text === undefined ? "neither" : "both"}`;
    throw new RollcallError("request.invalid", `/example: ${detail}`, [{ where: "/example", detail }]);
  }
  if (scimId !== undefined) {
    const row = await readResource(deps.database, organizationId, id, resourceType, scimId, plain);
    const problem = `This application has no ${resourceType} with the id ${scimId}`;
    if (row === undefined) return refused(resourceType, problem);
    return shown(resourceType, JSON.parse(row.document) as Resource, []);
  }
  const application = await deps.settings.application(id);
  const type = application?.resourceTypes.find(({ name }) => name === resourceType);
  if (application === undefined || type === undefined) throw new RollcallError("source_application.not_found");
  try {
    const body = parseScimJson(text ?? "");
    refuseMessage(resourceType, body);
    const { resource: sent, unknown } = readSentResource(application, type, body);
    const { resource } = resourceType === "Group" ? takeMemberIds(sent) : { resource: sent };
    return shown(resourceType, newStoredResource(type, resource, noId, deps.now()).resource, unknown);
  } catch (error) {
    if (error instanceof ScimError) return refused(resourceType, error.message);
    throw error;
  }
}

/** What is pasted first is what stands in a log: a message about resources. */
function refuseMessage(resourceType: string, body: JsonValue): void {
  if (!isObject(body) || !Array.isArray(body["schemas"])) return;
  for (const schema of body["schemas"]) {
    const [, message] = typeof schema === "string" ? (messageUrn.exec(schema) ?? []) : [];
    if (message === undefined) continue;
    throw new ScimError("invalidSyntax", `The body: expected a whole ${resourceType} as in a POST, found a ${message}`);
  }
}

function shown(resourceType: MappingExample["resourceType"], resource: Resource, notKept: readonly string[]) {
  const name = resource["userName"] ?? resource["displayName"];
  return { resourceType, resource, name: typeof name === "string" ? name : null, problem: null, notKept };
}

function refused(resourceType: MappingExample["resourceType"], problem: string): MappingExample {
  return { resourceType, resource: undefined, name: null, problem, notKept: [] };
}
