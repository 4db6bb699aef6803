import type { Acknowledgement, Departure } from "@rollcall/admin-api/leaver-evidence.ts";
import type { ListPage } from "../../domain/list-cursor.ts";
import { formatCells, formatRow } from "./export-directory-users.ts";

const pageSize = 500;

const columns = [
  "directoryUserId",
  "name",
  "askedAt",
  "askedBy",
  "application",
  "method",
  "path",
  "token",
  "exchangeId",
  "heldBecause",
  "decision",
  "decidedBy",
  "decidedAt",
  "disabledAt",
  "secondsUntilDisabled",
  "outOfGroupsAt",
  "binnedAt",
  "erasedAt",
  "cameBackAt",
  "receiver",
  "acknowledgement",
  "acknowledgedAt",
  "secondsUntilAcknowledged",
  "status",
  "error",
];

/** Writes departures as CSV (RFC 4180), page after page: a line for each receiver, and one where there is none. */
export async function* exportLeaverEvidence(
  read: (before: string | null, limit: number) => Promise<ListPage<Departure>>,
): AsyncIterable<string> {
  yield formatRow(columns);
  let before: string | null = null;
  do {
    const page: ListPage<Departure> = await read(before, pageSize);
    yield page.items.map(linesOf).join("");
    before = page.next?.[0] ?? null;
  } while (before !== null);
}

function linesOf(departure: Departure): string {
  const { asked, held, disabled, steps, ended } = departure;
  const { exchange } = asked;
  const at = (type: string) => [disabled, ...steps].findLast((step) => step?.type === type)?.at ?? null;
  const cells = [
    departure.directoryUserId,
    departure.directoryUserName,
    asked.at,
    asked.actorName ?? asked.actor,
    asked.sourceApplicationName,
    exchange?.method ?? null,
    exchange?.path ?? null,
    exchange?.token?.name ?? null,
    asked.exchangeId,
    held?.because ?? null,
    held?.decision ?? null,
    held?.decidedByName ?? held?.decidedBy ?? null,
    held?.decidedAt ?? null,
    disabled?.at ?? null,
    disabled?.secondsAfterAsked ?? null,
    at("user.left-groups"),
    at("user.binned"),
    at("user.erased"),
    ended?.at ?? null,
  ];
  const receivers = disabled?.receivers ?? [];
  const told = receivers.length === 0 ? [[null, null, null, null, null, null]] : receivers.map(cellsOf);
  return told.map((receiver) => formatRow(formatCells([...cells, ...receiver]))).join("");
}

function cellsOf({ webhookName, state, acknowledgedAt, secondsAfterStep, status, error }: Acknowledgement) {
  return [webhookName, state, acknowledgedAt, secondsAfterStep, status, error];
}
