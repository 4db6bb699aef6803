import { applyMapping, type MappedValues } from "../domain/apply-mapping.ts";
import type { DirectoryUser } from "../domain/directory-user.ts";
import type { Link } from "../domain/link.ts";
import { withoutOverrides } from "../domain/merge-values.ts";
import type { Claim, ProvisionedChange } from "../domain/provisioned-change.ts";
import type { EventDraft } from "../domain/provisioning-event.ts";
import type { MappedValue } from "../domain/rule-source.ts";
import type { OtherValues, UserEffect, UserEffectInput } from "../domain/user-effect.ts";
import type { CompiledApplication, Mode } from "../domain/source-application.ts";
import { isExternalIdShared, type OtherResource } from "../storage/read/user-contexts.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { eventsFrom } from "./events-from.ts";
import { findGroupsOf } from "../storage/read/leavers.ts";
import { flagSourceApplication } from "../storage/write/source-applications.ts";
import { throughGuard } from "./guard-user.ts";
import { flagCollisions, liftCollisions } from "./name-collisions.ts";
import type { Provisioned } from "./provisioned.ts";
import { searchPeople } from "./search-people.ts";
import { disowned, ownedBy, ownershipMoved } from "../domain/own-link.ts";
import type { UserChange } from "./user-change.ts";
import { writeChange } from "./write-change.ts";

/**
 * Links, maps, decides and writes one change of a provisioned user: resource, directory user and events in one
 * statement. Live traffic, resuming, re-applying and a person's decision of a conflict all end here.
 *
 * @throws {ScimError} uniqueness; the database's error with code RC001 when another write overtook this one: decide again
 */
export async function provisionUser(
  deps: ActionDeps,
  { application, exchangeId }: ProvisioningRequest,
  change: UserChange,
): Promise<Provisioned> {
  const now = deps.now();
  const mapped = change.after === undefined ? undefined : applyMapping(application.mapping.users, change.after);
  const undecided =
    change.match !== undefined || change.link === undefined || change.link.state === "pending" || isErased(change);
  const search = mapped === undefined || !undecided ? undefined : await searchPeople(deps, application, change, mapped);
  const shared = search?.shared ?? (await sharesExternalId(deps, application, change));
  const match = change.match ?? search?.match;
  const person =
    match !== undefined && "directoryUserId" in match
      ? (search?.people.people.get(match.directoryUserId) ?? change)
      : { directoryUser: change.directoryUser, others: change.others };
  const settings = await deps.settings.organization(application.organizationId);
  const input: UserEffectInput = {
    sourceApplicationId: application.id,
    resourceId: change.resourceId,
    mode: application.mode,
    policy: application.policy,
    mapped,
    link: change.owns === true ? ownedBy(change.link) : change.link,
    directoryUser: person.directoryUser,
    match,
    others: await givenByOthers(deps, person.others, person.directoryUser),
    statusRule: settings?.statusRule,
    precedence: settings?.precedence,
    withoutOverrides: change.withoutOverrides,
    inGroups: await groupsForLadders(deps, application, person.directoryUser, mapped),
    newDirectoryUserId: deps.newId(),
    now,
  };
  return throughGuard(deps, application, change, input, (effect, departures) =>
    writeUser(deps, { application, exchangeId }, change, {
      person,
      claim: search?.claim,
      shared,
      effect,
      departures,
      now,
    }),
  );
}

/** Whom the resource was is erased: it is decided anew. */
function isErased({ link, directoryUser }: UserChange): boolean {
  return link?.state === "linked" && directoryUser === undefined;
}

/** The groups that the policy's ladders ask for and that somebody is in who may be leaving; asked for only then. */
async function groupsForLadders(
  deps: ActionDeps,
  { organizationId, policy }: CompiledApplication,
  person: DirectoryUser | undefined,
  mapped: MappedValues | undefined,
): Promise<ReadonlySet<string> | undefined> {
  if (policy.ladders === undefined || person === undefined || person.leaving !== null) return undefined;
  if (mapped !== undefined && mapped.active !== false) return undefined;
  const asked = policy.ladders.flatMap(({ when }) => (when?.kind === "group" ? [when.directoryGroupId] : []));
  return asked.length === 0 ? undefined : findGroupsOf(deps.database.reader, organizationId, person.id, asked);
}

/** What a decision is written with. */
interface Decided {
  readonly person: { readonly directoryUser: DirectoryUser | undefined; readonly others: readonly OtherResource[] };
  readonly claim: Claim | undefined;
  readonly shared: boolean;
  readonly effect: UserEffect;
  readonly departures: ProvisionedChange["departures"];
  readonly now: string;
}

async function writeUser(
  deps: ActionDeps,
  { application, exchangeId }: ProvisioningRequest,
  change: UserChange,
  { person, claim, shared, effect, departures, now }: Decided,
): Promise<Provisioned> {
  const { formerOwner } = change;
  const link = effect.link ?? (change.owns === true ? ownedBy(change.link) : undefined);
  if (change.resource === undefined && link === undefined && effect.directoryUser === undefined) {
    return { outcome: effect.outcome, reason: effect.reason };
  }

  const { organizationId } = application;
  const flagged = await flagCollisions(deps, organizationId, person.directoryUser, effect.directoryUser);
  await writeChange(deps, {
    organizationId,
    sourceApplicationId: application.id,
    resourceType: "User",
    exchangeId,
    now,
    resource: change.resource,
    link: link && { before: change.link, after: link },
    formerOwner: formerOwner && { before: formerOwner, after: disowned(formerOwner, person.directoryUser) },
    directoryUser: writtenUser(person, flagged.directoryUser),
    directoryGroup: undefined,
    memberships: undefined,
    directoryMembers: undefined,
    departure: departureOf(application.mode, effect.link),
    departures,
    decidedOn: reliedOn(change, effect),
    claim: effect.directoryUser !== undefined && person.directoryUser === undefined ? claim : undefined,
    flagged: flagged.others,
    events: eventsFrom(eventsOf(application, person.directoryUser, change, effect), {
      newId: deps.newId,
      now,
      actor: change.actor ?? "source",
      sourceApplicationId: application.id,
      scimId: change.resourceId,
      externalId: change.externalId,
      exchangeId,
    }),
  });
  await liftCollisions(deps, organizationId, person.directoryUser, effect.directoryUser);
  if (shared) {
    await flagSourceApplication(deps.database.pool, organizationId, application.id, "duplicate-external-id");
  }
  if (change.owns === true) return { outcome: "applied", reason: undefined };
  return { outcome: effect.outcome, reason: effect.reason };
}

function eventsOf(
  application: CompiledApplication,
  before: DirectoryUser | undefined,
  { owns, reason }: UserChange,
  effect: UserEffect,
): EventDraft[] {
  const events = [...(owns === true ? ownershipMoved(application, before) : []), ...effect.events];
  return reason === undefined ? events : events.map((event) => ({ reason, ...event }));
}

/** Tells whether another user of the application has the externalId that this change brings: it identifies nobody then. */
async function sharesExternalId(
  deps: ActionDeps,
  { organizationId, id }: CompiledApplication,
  { externalId, externalIdChanged, resourceId, after }: UserChange,
): Promise<boolean> {
  if (externalId === null || after === undefined || externalIdChanged !== true) return false;
  return isExternalIdShared(deps.database.reader, organizationId, id, externalId, resourceId);
}

/** What a deletion does to memberships: it is in force when the link is closed. */
export function departureOf(mode: Mode, link: Link | undefined): "applied" | "observed" | "held" {
  if (link?.state !== "linked") return "applied";
  return mode === "observe" ? "observed" : "held";
}

/**
 * What the decision relies on without writing it: the resource where only its link or person changes, and a link on
 * which a person's decision waits, or was given, where only the resource changes.
 */
function reliedOn({ resourceId, resource, version, link }: UserChange, effect: UserEffect) {
  if (resource === undefined) return version === undefined ? undefined : { resourceId, resourceVersion: version };
  return effect.link === undefined && link !== undefined && link.state !== "linked"
    ? { resourceId, linkState: link.state }
    : undefined;
}

/**
 * The directory user to be written. One whom several sources give values to gets a new version even when this change
 * leaves it alone: what another source's change makes of it at this moment has to be decided again.
 */
function writtenUser(
  person: { readonly directoryUser: DirectoryUser | undefined; readonly others: readonly OtherResource[] },
  after: DirectoryUser | undefined,
): ProvisionedChange["directoryUser"] {
  const before = person.directoryUser;
  if (after !== undefined) return { before, after };
  if (before === undefined || person.others.length === 0) return undefined;
  return { before, after: { ...before, version: before.version + 1 } };
}

/** What the other sources of a person give, each by its own application's mapping, the owner's first. */
export async function givenByOthers(
  deps: ActionDeps,
  others: readonly OtherResource[],
  directoryUser: DirectoryUser | undefined,
): Promise<OtherValues[]> {
  const given: OtherValues[] = [];
  for (const { sourceApplicationId: from, owning, sourceActive, held, later, resource } of others) {
    const application = await deps.settings.application(from);
    if (application === undefined) continue;
    const word = { owning, active: sourceActive };
    if (held || resource === null) {
      given.push({ ...word, from, later, values: valuesInForce(directoryUser, from) });
      continue;
    }
    const mapped = applyMapping(application.mapping.users, resource);
    const gives = owning || mapped.active !== false;
    given.push({
      ...word,
      from,
      later,
      ...(gives ? { values: mapped.values, kept: mapped.kept } : { values: new Map() }),
    });
  }
  return given;
}

/** What the directory took over from a source whose later writes are not in force yet. */
function valuesInForce(directoryUser: DirectoryUser | undefined, source: string): Map<string, MappedValue> {
  const values = Object.entries(withoutOverrides(directoryUser?.attributes ?? {})).filter(
    ([, { from }]) => from === source,
  );
  return new Map(values.map(([name, { value, path }]) => [name, { value, path: path ?? "" }]));
}
