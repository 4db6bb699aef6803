import type { Departure, LeaverStep, leaverEvidenceRoutes } from "@rollcall/admin-api/leaver-evidence.ts";
import { measureLeaverDelays } from "../../actions/measure-leaver-delays.ts";
import {
  type EvidencedDeparture,
  type EvidencedStep,
  listLeaverEvidence,
  readLeaverEvidence,
} from "../../actions/read-leaver-evidence.ts";
import { RollcallError } from "../../domain/errors.ts";
import type { LeaverEvent } from "../../domain/leaver-evidence.ts";
import { findActorNames } from "../../storage/read/actor-names.ts";
import { findApplicationNames } from "../../storage/read/directory-users.ts";
import { findTombstone } from "../../storage/read/leavers.ts";
import { findDirectoryUser } from "../../storage/read/open-links.ts";
import { findSubjectNames } from "../../storage/read/subject-names.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { exportLeaverEvidence } from "./export-leaver-evidence.ts";
import type { HandlersOf } from "./handler.ts";
import { idRange } from "./id-range.ts";
import { listParameters, presentPage } from "./list-parameters.ts";

export const leaverEvidenceHandlers: HandlersOf<typeof leaverEvidenceRoutes> = {
  getLeaverEvidence: async ({ deps, organizationId, params: { directoryUserId } }) => {
    const { lists } = deps.database;
    const [user, tombstone] = await Promise.all([
      findDirectoryUser(lists, organizationId, directoryUserId),
      findTombstone(lists, organizationId, directoryUserId),
    ]);
    if (user === undefined && tombstone === undefined) throw new RollcallError("directory_user.not_found");
    const departures = await readLeaverEvidence(deps, organizationId, directoryUserId);
    const names = await findSubjectNames(lists, organizationId, "user", [directoryUserId]);
    return {
      directoryUserId,
      directoryUserName: names.get(directoryUserId) ?? null,
      erasedAt: tombstone?.erasedAt ?? null,
      items: await presentDepartures(deps, organizationId, departures),
    };
  },
  listLeaverEvidence: async ({ deps, application, query }) => {
    const { after, limit } = listParameters("leaver-evidence", query);
    const window = { ...idRange(query), open: query.open };
    const page = await listLeaverEvidence(deps, application, window, after, limit);
    const items = await presentDepartures(deps, application.organizationId, page.items);
    return presentPage("leaver-evidence", { ...page, items }, (departure) => departure);
  },
  getLeaverDelays: async ({ deps, application, query }) => {
    const { receivers, ...delays } = await measureLeaverDelays(deps, application, idRange(query));
    return { ...delays, receivers: [...receivers] };
  },
  exportLeaverEvidence: async ({ deps, application, query }) =>
    exportLeaverEvidence(async (before, limit) => {
      const window = { ...idRange(query), open: query.open };
      const page = await listLeaverEvidence(deps, application, window, before, limit);
      return { ...page, items: await presentDepartures(deps, application.organizationId, page.items) };
    }),
};

/** Departures as they are shown: with what those are called who appear in them, found in three look-ups. */
async function presentDepartures(
  deps: AdminDeps,
  organizationId: string,
  departures: readonly EvidencedDeparture[],
): Promise<Departure[]> {
  const { lists } = deps.database;
  const events = departures.flatMap(eventsOf);
  const deciders = departures.flatMap(({ held }) => held?.decidedBy ?? []);
  const [people, actors, applications] = await Promise.all([
    findSubjectNames(lists, organizationId, "user", distinct(departures.map(({ asked }) => asked.directoryUserId))),
    findActorNames(lists, organizationId, distinct([...deciders, ...events.map(({ actor }) => actor)])),
    findApplicationNames(
      lists,
      organizationId,
      distinct(events.flatMap(({ sourceApplicationId }) => sourceApplicationId ?? [])),
    ),
  ]);
  const called = (actor: string, application: string | null): string | null =>
    (actor === "source" ? applications.get(application ?? "") : actors.get(actor)) ?? null;
  const who = ({ id, actor, sourceApplicationId, occurredAt }: LeaverEvent) => ({
    eventId: id,
    actor,
    actorName: called(actor, sourceApplicationId),
    at: occurredAt,
  });
  const step = ({ event, secondsAfterAsked, receivers }: EvidencedStep): LeaverStep => ({
    ...who(event),
    // What a departure is made of has these types, but for the one that ends it.
    type: event.type as LeaverStep["type"],
    reason: event.reason,
    exchangeId: event.exchangeId,
    secondsAfterAsked,
    receivers: [...receivers],
  });
  return departures.map(({ asked, askedAt, exchange, held, disabled, steps, ended }) => ({
    directoryUserId: asked.directoryUserId,
    directoryUserName: people.get(asked.directoryUserId) ?? null,
    asked: {
      ...who(asked),
      at: askedAt,
      sourceApplicationId: asked.sourceApplicationId,
      sourceApplicationName: applications.get(asked.sourceApplicationId ?? "") ?? null,
      exchangeId: asked.exchangeId,
      exchange: exchange && {
        method: exchange.method,
        path: exchange.path,
        status: exchange.status,
        requestId: exchange.requestId,
        token: exchange.token,
      },
    },
    held: held && { ...held, decidedByName: called(held.decidedBy ?? "", asked.sourceApplicationId) },
    disabled: disabled && step(disabled),
    steps: steps.map(step),
    ended: ended && who(ended),
  }));
}

function eventsOf({ asked, disabled, steps, ended }: EvidencedDeparture): LeaverEvent[] {
  return [asked, ...(disabled ? [disabled.event] : []), ...steps.map(({ event }) => event), ...(ended ? [ended] : [])];
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
