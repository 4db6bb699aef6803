import { ScimError } from "@rollcall/scim/scim-error.ts";
import type { MappedValues } from "../domain/apply-mapping.ts";
import { directoryUserKeys, type DirectoryValues } from "../domain/directory-user.ts";
import { type Match, type MatchRefusal, matchDirectoryUser } from "../domain/match-directory-user.ts";
import { keyedAttributes, type MatchRule, matchKeys } from "../domain/match-rule.ts";
import type { Claim } from "../domain/provisioned-change.ts";
import { resourceKeys } from "../domain/resource-keys.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { findNewcomerContext, type NewcomerContext } from "../storage/read/newcomer-contexts.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { UserChange } from "./user-change.ts";

/** Who a new resource may be, and who it is. */
export interface PeopleSearch {
  readonly people: NewcomerContext;
  /** Another user of the application has the same externalId, which therefore was not asked about. */
  readonly shared: boolean;
  readonly match: Match;
  readonly claim: Claim;
}

/**
 * Looks for the people whom a new resource may be, and decides.
 *
 * @throws {ScimError} uniqueness: a match rule refuses the resource, and nothing of it is stored
 */
export async function searchPeople(
  deps: ActionDeps,
  application: CompiledApplication,
  change: UserChange,
  mapped: MappedValues,
): Promise<PeopleSearch> {
  const { organizationId, id, matchRules, domains } = application;
  // Matching compares what the directory would hold, so by the mapped values; a return compares what the source wrote.
  const attributes: DirectoryValues = Object.fromEntries(
    [...mapped.values].map(([name, { value, path }]) => [name, { value, path, from: null, at: "" }]),
  );
  const directory = directoryUserKeys(attributes);
  const keys = [...new Set([directory.userNameKey, directory.emailKey].filter((key) => key !== null))];
  const keyed = keyedAttributes(matchRules);
  const attributeKeys = keyed.length === 0 ? undefined : matchKeys(attributes, keyed);
  const nameKey = change.after === undefined ? null : resourceKeys(change.after).nameKey;
  const { resourceId } = change;
  const asked = { resourceId, nameKey, keys, attributeKeys, predecessor: application.succeeds };
  const find = (externalId: string | null) =>
    findNewcomerContext(deps.database.reader, organizationId, id, { ...asked, externalId });
  const named = await find(change.externalId);
  const shared = named.externalIdShared;
  const externalId = shared ? null : change.externalId;
  const people = shared ? await find(null) : named;
  const retention = application.policy.binRetentionDays * 86_400_000;
  const returnableSince = new Date(Date.parse(deps.now()) - retention).toISOString();
  const newcomer = { externalId, nameKey, emailKey: directory.emailKey, attributes };
  const found = matchDirectoryUser(newcomer, people.leavers, people.candidates, domains, returnableSince, matchRules);
  const seen = people.candidates.map((candidate) => candidate.directoryUserId);
  return {
    people,
    shared,
    match: found.kind === "refuse" ? refuse(application, change, found) : found,
    claim: { keys, seen, ...(attributeKeys === undefined ? {} : { attributeKeys }) },
  };
}

/** Refuses a resource that is being created; one that is stored already, or not in force, waits for a person. */
function refuse({ mode }: CompiledApplication, { resource }: UserChange, { conflict, rule }: MatchRefusal): Match {
  if (resource?.kind === "insert" && mode === "live") throw refusedBy(rule);
  return { kind: "conflict", conflict };
}

function refusedBy({ attribute }: MatchRule): ScimError {
  return new ScimError(
    "uniqueness",
    `the directory has somebody with this ${attribute}, and the match rules of this application refuse such a user`,
  );
}
