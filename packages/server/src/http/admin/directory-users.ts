import type {
  DirectoryUserDetails,
  directoryUserRoutes,
  DirectoryUser as Presented,
} from "@rollcall/admin-api/directory-users.ts";
import { changeDirectoryUser } from "../../actions/change-directory-user.ts";
import { createDirectoryUser } from "../../actions/create-directory-user.ts";
import { importDirectoryUsers } from "../../actions/import-directory-users.ts";
import { actorOf } from "../../domain/principal.ts";
import type { DirectoryUser, DirectoryValues } from "../../domain/directory-user.ts";
import { RollcallError } from "../../domain/errors.ts";
import { directoryUserAttributes } from "../../domain/directory-attribute.ts";
import { findActorNames } from "../../storage/read/actor-names.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import { listDirectoryUserGroups } from "../../storage/read/directory-user-groups.ts";
import { findApplicationNames, listDirectoryUsers } from "../../storage/read/directory-users.ts";
import { findTombstone } from "../../storage/read/leavers.ts";
import { findDirectoryUser } from "../../storage/read/open-links.ts";
import { findStatusRule } from "../../storage/read/status-rules.ts";
import { findPeopleByScimId } from "../../storage/read/people-by-scim-id.ts";
import { listDirectoryUserEvents } from "../../storage/read/provisioning-events.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { listLinksOfUser } from "./directory-user-links.ts";
import { exportDirectoryUsers } from "./export-directory-users.ts";
import { namesOfEvents } from "./event-names.ts";
import { findOtherValues } from "./other-values.ts";
import { presentLeaving } from "./present-leaving.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";
import { readCsv } from "./read-csv.ts";
import { labelsOf, presentProvenance, scimIdsIn, textOf, valuesOf } from "./present-values.ts";
import { presentNamedEvent } from "./provisioning-events.ts";

export const directoryUserHandlers: HandlersOf<typeof directoryUserRoutes> = {
  listDirectoryUsers: async ({ deps, organizationId, query }) => {
    const { after, limit } = listParameters(`directory-users-${query.sort ?? "created"}`, query);
    const page = await listDirectoryUsers(deps.database.lists, organizationId, query, after, limit);
    return presentPage(`directory-users-${query.sort ?? "created"}`, page, presentDirectoryUser);
  },
  createDirectoryUser: async ({ deps, principal, organizationId, body }) => {
    const created = await createDirectoryUser(deps, principal, organizationId, body);
    return presentDetails(deps, organizationId, created);
  },
  importDirectoryUsers: async ({ deps, principal, organizationId, body }) => ({
    created: await importDirectoryUsers(deps, principal, organizationId, readCsv(body)),
  }),
  exportDirectoryUsers: async ({ deps, organizationId, query }) => exportDirectoryUsers(deps, organizationId, query),
  getDirectoryUser: async ({ deps, organizationId, params }) =>
    presentDetails(deps, organizationId, await existing(deps, organizationId, params.directoryUserId)),
  changeDirectoryUser: async ({ deps, principal, organizationId, params, body }) => {
    const actor = actorOf(principal);
    const changed = await changeDirectoryUser(deps, organizationId, params.directoryUserId, body.attributes, actor);
    return presentDetails(deps, organizationId, changed);
  },
  listDirectoryUserLinks: async ({ deps, organizationId, params }) => {
    const user = await existing(deps, organizationId, params.directoryUserId);
    return { items: await listLinksOfUser(deps, organizationId, user), nextCursor: null };
  },
  listDirectoryUserGroups: async ({ deps, organizationId, params }) => {
    const user = await existing(deps, organizationId, params.directoryUserId);
    const groups = await listDirectoryUserGroups(deps.database.lists, organizationId, user.id);
    const items = groups.map(({ id, attributes, sourceApplicationId }) => ({
      id,
      displayName: textOf(attributes, "displayName"),
      sourceApplicationId,
    }));
    return { items, nextCursor: null };
  },
  listDirectoryUserTimeline: async ({ deps, organizationId, params, query }) => {
    const user = await existing(deps, organizationId, params.directoryUserId);
    const { after, limit } = listParameters("timeline", query);
    const page = await listDirectoryUserEvents(deps.database.lists, organizationId, user.id, after, limit);
    const names = await namesOfEvents(deps, organizationId, page.items);
    return presentPage("timeline", page, (event) => presentNamedEvent(event, names));
  },
};

async function existing(deps: AdminDeps, organizationId: string, id: string): Promise<DirectoryUser> {
  const user = await findDirectoryUser(deps.database.lists, organizationId, id);
  if (user !== undefined) return user;
  const tombstone = await findTombstone(deps.database.lists, organizationId, id);
  if (tombstone !== undefined) throw new RollcallError("directory_user.erased", `Erased at ${tombstone.erasedAt}`);
  throw new RollcallError("directory_user.not_found");
}

export function presentDirectoryUser(user: DirectoryUser): Presented {
  return {
    id: user.id,
    ...presentNames(user.attributes),
    status: user.status,
    incomplete: user.incomplete.length > 0,
    missing: [...user.incomplete],
    flags: [...user.flags],
    protected: user.protection !== null,
    legalHold: user.legalHold !== null,
    attributes: valuesOf(user.attributes),
    sourceApplicationIds: [...sourcesOf(user)],
    createdAt: user.createdAt,
    modifiedAt: user.modifiedAt,
  };
}

/** The applications that give at least one of a person's values. */
function sourcesOf(user: DirectoryUser): ReadonlySet<string> {
  return new Set(Object.values(user.attributes).flatMap(({ from }) => from ?? []));
}

function presentNames(values: DirectoryValues) {
  return {
    userName: textOf(values, "userName"),
    email: textOf(values, "email"),
    givenName: textOf(values, "givenName"),
    familyName: textOf(values, "familyName"),
    displayName: textOf(values, "displayName"),
  };
}

async function presentDetails(
  deps: AdminDeps,
  organizationId: string,
  user: DirectoryUser,
): Promise<DirectoryUserDetails> {
  const names = await findApplicationNames(deps.database.lists, organizationId, [...sourcesOf(user)]);
  const people = await findPeopleByScimId(deps.database.lists, organizationId, scimIdsIn(user.attributes));
  const others = await findOtherValues(deps, organizationId, user);
  const labels = labelsOf([
    ...directoryUserAttributes,
    ...(await listCustomAttributes(deps.database.lists, organizationId)),
  ]);
  const { sourceActive, sourcesActive, hold, override, heldBack, binnedBy, binnedAt, protection, legalHold } = user;
  const imposers = [hold, override, protection, legalHold, user.leaving?.stopped].flatMap(
    (imposed) => imposed?.by ?? [],
  );
  const actors = await findActorNames(deps.database.lists, organizationId, imposers);
  const named = <T extends { readonly by: string }>(imposed: T) => ({
    ...imposed,
    byName: actors.get(imposed.by) ?? null,
  });
  return {
    ...presentDirectoryUser(user),
    provenance: presentProvenance(user.attributes, names, labels).map((one) => ({
      ...one,
      others: others(one.attribute, one.from?.id ?? null),
      person: (typeof one.value === "string" ? people.get(one.value) : undefined) ?? null,
    })),
    statusFacts: {
      sourceActive,
      sourcesActive,
      rule: await findStatusRule(deps.database.lists, organizationId),
      hold: hold && named(hold),
      override: override && named(override),
      heldBack,
      binnedBy,
      binnedAt,
    },
    leaving: user.leaving && (await presentLeaving(deps, organizationId, user, user.leaving, named)),
    safeguards: { protection: protection && named(protection), legalHold: legalHold && named(legalHold) },
  };
}
