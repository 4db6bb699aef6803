import assert from "node:assert/strict";
import { errorUrn } from "@rollcall/scim/urns.ts";
import type { SourceAnswer } from "../support/source.ts";

/** The refusal that is expected: its status, its scimType where it has one, and its sentence. */
export interface Refusal {
  readonly status: number;
  readonly scimType?: string;
  readonly detail: string | RegExp;
}

/** Compares a refusal with the whole answer: status, media type and body (RFC 7644 section 3.12). */
export function assertRefused(answer: SourceAnswer, { status, scimType, detail }: Refusal, about?: string): void {
  const { detail: found, ...rest } = answer.body;
  assert.deepEqual(
    { status: answer.status, mediaType: answer.headers.get("content-type"), body: rest },
    {
      status,
      mediaType: "application/scim+json",
      body: { schemas: [errorUrn], status: String(status), ...(scimType === undefined ? {} : { scimType }) },
    },
    about,
  );
  if (typeof detail === "string") assert.equal(found, detail, about);
  else assert.match(found as string, detail, about);
}
