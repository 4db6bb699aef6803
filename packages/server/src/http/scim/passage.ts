import type { ScimError } from "@rollcall/scim/scim-error.ts";
import type { FastifyRequest } from "fastify";
import type { ExchangeNotes, ExchangeRecorder } from "../../actions/record-exchanges.ts";
import { type ExchangeContent, keepQuery } from "../../domain/mask-content.ts";
import { defaultMasking, type Masking } from "../../domain/masking.ts";
import type { CompiledApplication } from "../../domain/source-application.ts";
import type { DurationMeter } from "../../meters/duration-meter.ts";
import type { Meters } from "../../meters/meters.ts";
import { sentRequestId } from "../request-id.ts";
import type { SeenToken } from "./authenticate-source.ts";
import type { RefusalBudget } from "./refused-tokens.ts";
import { queryOf } from "./request-address.ts";
import type { RecordedPart } from "./scim-request.ts";

/** What a request gathers on its way. Its exchange has the request's id, by which an answer leads to its record. */
export interface Passage {
  /** By performance.now(). */
  readonly startedAt: number;
  application: CompiledApplication | undefined;
  /** Where the exchange is recorded: the application, also when it refused the token. */
  recordedFor: Pick<CompiledApplication, "organizationId" | "id"> | undefined;
  readonly seen: SeenToken;
  readonly notes: ExchangeNotes;
  refusal: ScimError | undefined;
  /** Of its route. */
  readonly meter: DurationMeter;
}

export function beginPassage(meter: DurationMeter): Passage {
  return {
    startedAt: performance.now(),
    application: undefined,
    recordedFor: undefined,
    seen: { tokenId: undefined },
    notes: { outcome: undefined, reason: undefined, resourceId: undefined, dialects: new Set(), unknown: new Set() },
    refusal: undefined,
    meter,
  };
}

/** What records exchanges, and which of those that came too often are still listed. */
export interface PassageRecorder {
  readonly recorder: ExchangeRecorder;
  readonly overruns: RefusalBudget;
  readonly meters: Meters;
  readonly now: () => string;
}

/** Records what became of a request, or of an operation within it, where there is an application to record it for. */
export function recordPassage(
  { recorder, overruns, meters, now }: PassageRecorder,
  request: FastifyRequest,
  passage: Passage,
  id: string,
  part: RecordedPart,
  content: ExchangeContent | undefined,
): void {
  const { recordedFor } = passage;
  if (recordedFor === undefined) return;
  const { notes, refusal, status } = part;
  const outcome = refusal === undefined ? notes.outcome : "refused";
  if (outcome !== undefined && part.method !== "GET") meters.outcomes.add(outcome);
  const exchange = {
    organizationId: recordedFor.organizationId,
    sourceApplicationId: recordedFor.id,
    id,
    requestId: sentRequestId(request) ?? null,
    method: part.method,
    path: part.path,
    query: keepQuery(queryOf(request), maskingOf(passage)),
    status,
    scimType: refusal?.scimType ?? null,
    detail: refusal?.message ?? null,
    outcome: outcome ?? null,
    reason: notes.reason ?? null,
    resourceId: notes.resourceId ?? null,
    dialects: [...notes.dialects],
    userAgent: request.headers["user-agent"]?.slice(0, 200) ?? null,
    durationMicroseconds: Math.round((performance.now() - passage.startedAt) * 1_000),
    occurredAt: now(),
    tokenId: passage.seen.tokenId ?? null,
    callerAddress: request.ip.slice(0, 100),
    content,
  };
  // A burst is refused so that it costs nothing: after some dozens of its exchanges a minute the others are only counted.
  if (status === 429 && !overruns.take(recordedFor.id)) recorder.count(exchange);
  else recorder.record(exchange, notes);
}

export function maskingOf({ application }: Passage): Masking {
  return application?.masking ?? defaultMasking;
}
