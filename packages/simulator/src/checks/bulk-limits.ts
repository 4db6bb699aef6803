import type { JsonObject } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn } from "@rollcall/scim/urns.ts";
import { NotApplicable } from "../verify/deviation.ts";
import { expectErrorBody, expectRefused, expectThat, valueAt } from "../verify/expect.ts";
import type { Trial } from "../verify/trial.ts";
import type { Check } from "./check.ts";

/** Beyond these a limit is not tried out: the request itself would be a burden. */
const mostOperations = 5_000;
const mostBytes = 8 * 1024 * 1024;

function limit(trial: Trial, member: string, most: number): number {
  const value = valueAt(trial.claims.config, `bulk.${member}`);
  if (typeof value !== "number" || value < 1 || value > most) {
    throw new NotApplicable(`bulk.${member} is not between 1 and ${most}`);
  }
  return value;
}

/** Deletes of what does not exist: a job that is not refused does no harm. */
function harmless(trial: Trial, count: number): JsonObject {
  const path = `${trial.users}/${trial.name("nobody")}`;
  const operation = { method: "DELETE", path };
  return { schemas: [bulkRequestUrn], Operations: Array.from({ length: count }, () => operation) };
}

export const limitChecks: readonly Check[] = [
  {
    shows: ["R7644-3.7.4-01"],
    title: "a job of more operations than bulk.maxOperations is refused with 413",
    run: async (trial) => {
      const most = limit(trial, "maxOperations", mostOperations);
      const answer = await trial.send("POST", "/Bulk", harmless(trial, most + 1));
      expectRefused(answer, 413);
      expectErrorBody(answer);
    },
  },
  {
    shows: ["R7644-3.7.4-01"],
    level: "should",
    title: "the refusal of too many operations names the limit",
    run: async (trial) => {
      const most = limit(trial, "maxOperations", mostOperations);
      const { text } = await trial.send("POST", "/Bulk", harmless(trial, most + 1));
      expectThat(
        text.replaceAll(/[,.\u202f' ]/g, "").includes(String(most)),
        "detail",
        String(most),
        text.slice(0, 200),
      );
    },
  },
  {
    shows: ["R7644-3.7.4-01"],
    title: "a job of more bytes than bulk.maxPayloadSize is refused with 413",
    run: async (trial) => {
      const most = limit(trial, "maxPayloadSize", mostBytes);
      const body = { ...harmless(trial, 1), rvPadding: "x".repeat(most) };
      const answer = await trial.send("POST", "/Bulk", body);
      expectRefused(answer, 413);
    },
  },
];
