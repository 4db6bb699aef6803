import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { Resource } from "@rollcall/scim/resource.ts";
import { compileResourceTypes } from "../domain/application-schemas.ts";
import {
  type CheckedMapping,
  checkMapping as decide,
  type MappingExample,
  type SampledResource,
} from "../domain/check-mapping.ts";
import { type AttributePathCompletion, completeAttributePaths } from "../domain/complete-attribute-paths.ts";
import type { DirectoryAttribute } from "../domain/directory-attribute.ts";
import { type Problem, RollcallError } from "../domain/errors.ts";
import { describeUnkept, describeUnknownPath } from "../domain/describe-unknown-path.ts";
import type { MappingProblem, UnknownPath } from "../domain/mapping-problem.ts";
import { findApplicationSchemas } from "../storage/read/application-schemas.ts";
import { listCustomAttributes } from "../storage/read/directory-attributes.ts";
import { findMapping } from "../storage/read/mappings.ts";
import { listReceivedAttributes } from "../storage/read/received-attributes.ts";
import { listLatestResources } from "../storage/read/stored-resources.ts";
import type { ActionDeps } from "./action-deps.ts";
import { type AskedExample, readMappingExample } from "./read-mapping-example.ts";
import type { SentMapping } from "./save-mapping.ts";

/** How many of the latest resources are mapped anew to tell what changes. */
const sampleSize = 25;
/** How many of the latest resources are read to tell what the source sends. */
const readSize = 500;

interface Application {
  readonly organizationId: string;
  readonly id: string;
}

/**
 * Tells what a mapping would do if it were saved now, by the same functions that live traffic maps with, on the 25
 * latest users and groups. Changes nothing.
 *
 * @param asked whom the values of rules are shown for; the latest user and group where it is missing
 * @throws {RollcallError} source_application.not_found
 */
export async function checkMapping(
  deps: ActionDeps,
  application: Application,
  sent: SentMapping,
  asked?: AskedExample,
): Promise<{
  readonly example: MappingExample | undefined;
  readonly present: number;
  readonly customAttributes: readonly DirectoryAttribute[];
  readonly checked: CheckedMapping;
  readonly notices: readonly Problem[];
}> {
  const { organizationId, id } = application;
  const reader = deps.database.lists;
  const present = await findMapping(reader, organizationId, id);
  if (present === undefined) throw new RollcallError("source_application.not_found");
  const customAttributes = await listCustomAttributes(reader, organizationId);
  const example = asked && (await readMappingExample(deps, application, asked));
  const checked = decide(sent, {
    example,
    present,
    customAttributes,
    resourceTypes: compileResourceTypes(await findApplicationSchemas(reader, organizationId, id)),
    users: await latest(deps, application, "User"),
    groups: await latest(deps, application, "Group"),
  });
  return {
    example,
    present: present.version,
    customAttributes,
    checked: { ...checked, problems: await explain(deps, application, sent, checked.problems) },
    notices: await noticesOf(deps, application, checked.unknownPaths),
  };
}

/** Adds to what is wrong with a path that the source sends just that, and nothing keeps it. */
async function explain(
  deps: ActionDeps,
  { organizationId, id }: Application,
  sent: SentMapping,
  problems: readonly MappingProblem[],
): Promise<readonly MappingProblem[]> {
  if (problems.length === 0) return problems;
  const received = await listReceivedAttributes(deps.database.lists, organizationId, id);
  return problems.map((problem) => {
    const [, section, rule, , , at] = problem.where.split("/");
    const rules = section === "users" ? sent.users : [];
    return describeUnkept(problem, rules[Number(rule)]?.source.paths?.[Number(at)], received);
  });
}

/** Says of each path that no schema has how many of the latest resources have a value there. */
async function noticesOf(
  deps: ActionDeps,
  application: Application,
  unknownPaths: readonly UnknownPath[],
): Promise<Problem[]> {
  const notices: Problem[] = [];
  for (const [section, type] of [
    ["users", userResourceType],
    ["groups", groupResourceType],
  ] as const) {
    const paths = unknownPaths.filter((one) => one.section === section);
    if (paths.length === 0) continue;
    const resources = (await latest(deps, application, type.name, readSize)).map(({ resource }) => resource);
    notices.push(...paths.map(({ where, path }) => ({ where, detail: describeUnknownPath(type, path, resources) })));
  }
  return notices;
}

/**
 * Lists the paths that a rule can read, with what the source's latest resources have there.
 *
 * @throws {RollcallError} source_application.not_found
 */
export async function listAttributePaths(
  deps: ActionDeps,
  application: Application,
  typeName: "User" | "Group",
): Promise<{
  readonly completions: readonly AttributePathCompletion[];
  readonly read: number;
  readonly type: ResourceType;
}> {
  const type = await findResourceType(deps, application, typeName);
  const resources = (await latest(deps, application, typeName, readSize)).map(({ resource }) => resource);
  return { completions: completeAttributePaths(type, resources), read: resources.length, type };
}

/**
 * Finds the resource type that rules of an application read.
 *
 * @throws {RollcallError} source_application.not_found
 */
export async function findResourceType(
  deps: ActionDeps,
  { organizationId, id }: Application,
  typeName: "User" | "Group",
): Promise<ResourceType> {
  const types = compileResourceTypes(await findApplicationSchemas(deps.database.lists, organizationId, id));
  const type = types.find(({ name }) => name === typeName);
  if (type === undefined) throw new RollcallError("source_application.not_found");
  return type;
}

async function latest(
  deps: ActionDeps,
  { organizationId, id }: Application,
  type: string,
  limit = sampleSize,
): Promise<SampledResource[]> {
  const rows = await listLatestResources(deps.database.lists, organizationId, id, type, limit);
  return rows.map((row) => ({ id: row.id, resource: JSON.parse(row.document) as Resource }));
}
