import { NotApplicable } from "../verify/deviation.ts";
import { expectRefused } from "../verify/expect.ts";
import { failureChecks } from "./bulk-failures.ts";
import { bulkBody } from "./bulk-job.ts";
import { limitChecks } from "./bulk-limits.ts";
import { operationChecks } from "./bulk-operations.ts";
import { referenceChecks } from "./bulk-references.ts";
import { type Check, needing, type Section } from "./check.ts";

/** What a service provider without Bulk answers; one that has it is not asked. */
const absenceCheck: Check = {
  shows: ["R7644-3.7-01"],
  level: "should",
  title: "where Bulk is not supported, it is answered 501 or 404",
  run: async (trial) => {
    if (!trial.claims.missing.has("bulk")) throw new NotApplicable("Bulk is supported");
    expectRefused(await trial.send("POST", "/Bulk", bulkBody([])), [501, 404]);
  },
};

const supportedChecks = needing(["bulk"], [...operationChecks, ...referenceChecks, ...failureChecks, ...limitChecks]);

export const bulks: Section = {
  name: "bulk",
  title: "Bulk",
  source: "RFC 7644 section 3.7",
  needs: ["users"],
  checks: [...supportedChecks, absenceCheck],
};
