import type { Reversal, undoRoutes } from "@rollcall/admin-api/undo.ts";
import { foundJob } from "../../actions/manage-jobs.ts";
import { startPreview, startUndo } from "../../actions/undo-job.ts";
import type { Reversed } from "../../actions/undo-window.ts";
import { directoryGroupAttributes, directoryUserAttributes } from "../../domain/directory-attribute.ts";
import type { ListPage } from "../../domain/list-cursor.ts";
import { actorOf } from "../../domain/principal.ts";
import type { LeftChange, ReversedChange } from "../../domain/undo-history.ts";
import { findActorNames } from "../../storage/read/actor-names.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import { findApplicationNames } from "../../storage/read/directory-users.ts";
import { listJobItems } from "../../storage/read/job-items.ts";
import { findSubjectNames } from "../../storage/read/subject-names.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { formatCells, formatRow } from "./export-directory-users.ts";
import type { HandlersOf } from "./handler.ts";
import { itemCursor, presentItems } from "./job-items.ts";
import { presentJob } from "./jobs.ts";
import { labelsOf } from "./present-values.ts";

export const undoHandlers: HandlersOf<typeof undoRoutes> = {
  previewUndo: async ({ deps, application, body, principal }) =>
    presentJob(deps, await startPreview(deps, application, body, actorOf(principal))),
  undo: async ({ deps, application, body, principal }) =>
    presentJob(deps, await startUndo(deps, application, body, actorOf(principal))),
  listReversals: async ({ deps, organizationId, params, query }) => {
    const { id } = await foundJob(deps, organizationId, params.jobId);
    const { after, limit } = itemCursor("reversals", query);
    const page = await readReversals(deps, organizationId, id, query.kind, after, limit);
    return presentItems("reversals", page);
  },
  exportReversals: async ({ deps, organizationId, params }) => {
    const { id } = await foundJob(deps, organizationId, params.jobId);
    return exportReversals(deps, organizationId, id);
  },
};

const pageSize = 500;

async function* exportReversals(deps: AdminDeps, organizationId: string, jobId: string): AsyncIterable<string> {
  yield formatRow(["kind", "id", "name", "attribute", "label", "now", "before", "comes back", "why not", "since"]);
  let after: { readonly kind: string; readonly id: string } | undefined;
  do {
    const page: ListPage<Reversal> = await readReversals(deps, organizationId, jobId, undefined, after, pageSize);
    yield page.items.map((item) => rowsOf(item).map(formatRow).join("")).join("");
    const [kind, id] = page.next ?? [];
    after = kind === undefined || id === undefined ? undefined : { kind, id };
  } while (after !== undefined);
}

function rowsOf({ kind, id, name, reversed, left }: Reversal): string[][] {
  const first = [kind, id, name ?? ""];
  return [
    ...reversed.map(({ attribute, label, from, to }) => [
      ...first,
      ...formatCells([attribute, label, from, to]),
      "yes",
      "",
      "",
    ]),
    ...left.map(({ attribute, label, from, to, because, since }) => [
      ...first,
      ...formatCells([attribute, label, from, to]),
      "no",
      because,
      since?.occurredAt ?? "",
    ]),
  ];
}

async function readReversals(
  deps: AdminDeps,
  organizationId: string,
  jobId: string,
  wantedKind: string | undefined,
  after: { readonly kind: string; readonly id: string } | undefined,
  limit: number,
): Promise<ListPage<Reversal>> {
  const { lists } = deps.database;
  const page = await listJobItems(lists, organizationId, jobId, wantedKind, after, limit);
  const items = page.items.map(({ item }) => item as unknown as Reversed);
  const idsOf = (wanted: Reversed["kind"]) => items.filter((item) => item.kind === wanted).map(({ id }) => id);
  const changes = items.flatMap(({ reversed, left }) => [...reversed, ...left]);
  const since = items.flatMap(({ left }) => left.flatMap((change) => change.since ?? []));
  const groupIds = [...idsOf("group"), ...changes.flatMap(({ directoryGroupId }) => directoryGroupId ?? [])];
  const [users, groups, actors, applications, custom] = await Promise.all([
    findSubjectNames(lists, organizationId, "user", idsOf("user")),
    findSubjectNames(lists, organizationId, "group", [...new Set(groupIds)]),
    findActorNames(lists, organizationId, [...new Set(since.map(({ actor }) => actor))]),
    findApplicationNames(lists, organizationId, [
      ...new Set(since.flatMap((event) => event.sourceApplicationId ?? [])),
    ]),
    listCustomAttributes(lists, organizationId),
  ]);
  const labels = {
    user: labelsOf([...directoryUserAttributes, ...custom]),
    group: labelsOf([...directoryGroupAttributes, ...custom]),
  };
  const labelOf = (kind: Reversed["kind"], attribute: string, group: string | null): string => {
    if (group !== null) return groups.get(group) ?? "A group";
    return attribute === "status" ? "Status" : (labels[kind].get(attribute) ?? attribute);
  };
  const present = (kind: Reversed["kind"], { attribute, directoryGroupId, from, to }: ReversedChange) => ({
    attribute,
    label: labelOf(kind, attribute, directoryGroupId ?? null),
    directoryGroupId: directoryGroupId ?? null,
    from,
    to,
  });
  const presentSince = (event: LeftChange["since"]) =>
    event && {
      id: event.id,
      actor: event.actor,
      actorName:
        event.actor === "source"
          ? (applications.get(event.sourceApplicationId ?? "") ?? null)
          : (actors.get(event.actor) ?? null),
      occurredAt: event.occurredAt,
    };
  return {
    next: page.next,
    items: items.map(({ kind: of, id, reversed, left }) => ({
      kind: of,
      id,
      name: (of === "user" ? users : groups).get(id) ?? null,
      reversed: reversed.map((change) => present(of, change)),
      left: left.map((change) => ({
        ...present(of, change),
        because: change.because,
        since: presentSince(change.since),
      })),
    })),
  };
}
