import type { Mapping as PresentedMapping, mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import { checkMapping, findResourceType, listAttributePaths } from "../../actions/check-mapping.ts";
import { startReapplying } from "../../actions/reapply-mapping.ts";
import { saveMapping } from "../../actions/save-mapping.ts";
import { describeEffect } from "../../domain/check-mapping.ts";
import {
  type DirectoryAttribute,
  directoryGroupAttributes,
  directoryUserAttributes,
} from "../../domain/directory-attribute.ts";
import { isKept } from "../../domain/keep-attribute.ts";
import { RollcallError } from "../../domain/errors.ts";
import type { Mapping, MappingRule } from "../../domain/mapping.ts";
import {
  type ExpressionName,
  expressionAttributeNames,
  expressionFunctionNames,
} from "../../domain/mapping-expression.ts";
import { actorOf } from "../../domain/principal.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import { findMapping } from "../../storage/read/mappings.ts";
import { listReceivedAttributes } from "../../storage/read/received-attributes.ts";
import { presentExample, presentRule, presentSection } from "./check-mapping.ts";
import { presentJob } from "./jobs.ts";
import { labelsOf } from "./present-values.ts";
import type { HandlersOf } from "./handler.ts";

export const mappingHandlers: HandlersOf<typeof mappingRoutes> = {
  getMapping: async ({ deps, application }) => {
    const mapping = await findMapping(deps.database.lists, application.organizationId, application.id);
    if (mapping === undefined) throw new RollcallError("source_application.not_found");
    return presentMapping(mapping, await listCustomAttributes(deps.database.lists, application.organizationId));
  },
  putMapping: async ({ deps, application, body, principal }) => {
    const mapping = await saveMapping(deps, application, body, actorOf(principal));
    return presentMapping(mapping, await listCustomAttributes(deps.database.lists, application.organizationId));
  },
  applyMapping: async ({ deps, application, principal }) =>
    presentJob(deps, await startReapplying(deps, application, actorOf(principal))),
  checkMapping: async ({ deps, application, body: { example: asked, ...sent } }) => {
    const { present, customAttributes, checked, notices, example } = await checkMapping(deps, application, sent, asked);
    const { problems, users, groups } = checked;
    return {
      presentVersion: present,
      example: example === undefined ? null : presentExample(example),
      problems: problems.map(({ code, where, detail, range = null }) => ({ code, where, detail, range })),
      notices: [...notices],
      users: presentSection(users, labelsOf([...directoryUserAttributes, ...customAttributes]), application.users),
      groups: presentSection(groups, labelsOf([...directoryGroupAttributes, ...customAttributes]), application.groups),
      whatWillChange: describeEffect(checked),
    };
  },
  listExpressionNames: async ({ deps, application, query }) => {
    const type = await findResourceType(deps, application, query.resourceType ?? "User");
    return { attributes: expressionAttributeNames(type).map(copy), functions: expressionFunctionNames.map(copy) };
  },
  listAttributePaths: async ({ deps, application, query }) => {
    const { resourceType = "User" } = query;
    const { completions, read, type } = await listAttributePaths(deps, application, resourceType);
    const items = completions.map((completion) => ({ ...completion, sent: completion.sentBy > 0, kept: true }));
    // What nothing keeps is counted for users and groups together: it is shown where most rules are.
    if (resourceType === "Group") return { items, read };
    const { organizationId, id } = application;
    const received = await listReceivedAttributes(deps.database.lists, organizationId, id);
    const dropped = received
      .filter(({ path }) => !isKept(type, path))
      .map(({ path, sample }) => ({
        path,
        type: "string",
        multiValued: false,
        description: "Received, and kept by no schema.",
        inSchema: false,
        sent: true,
        sentBy: 0,
        kept: false,
        sample,
      }));
    return { items: [...items, ...dropped], read };
  },
};

const copy = (name: ExpressionName) => ({ ...name });

/** A mapping with the labels of its attributes, as it may be sent again. */
export function presentMapping(mapping: Mapping, customAttributes: readonly DirectoryAttribute[]): PresentedMapping {
  const rules = (attributes: readonly DirectoryAttribute[], saved: readonly MappingRule[]) => {
    const labels = labelsOf([...attributes, ...customAttributes]);
    return saved.map((rule) => presentRule(rule, labels));
  };
  return {
    version: mapping.version,
    users: rules(directoryUserAttributes, mapping.users),
    groups: rules(directoryGroupAttributes, mapping.groups),
  };
}
