import { escapeMarkup } from "./escape-markup.ts";
import { sayDeviation } from "./report-text.ts";
import type { CheckReport } from "./run.ts";
import type { VerifyReport } from "./verify-provider.ts";

/**
 * Writes a report as JUnit XML, which CI servers read: a suite for each section, a case for each check. Warnings are
 * passed cases with an output that says what was found.
 */
export function reportJunit(report: VerifyReport): string {
  const suites = report.sections.map(({ name, counts }) => {
    const checks = report.checks.filter(({ section }) => section === name);
    const skipped = counts.skipped + counts["not run"];
    const numbers = `tests="${checks.length}" failures="${counts.failed}" errors="0" skipped="${skipped}"`;
    return [`  <testsuite name="${escapeMarkup(name)}" ${numbers}>`, ...checks.flatMap(caseLines), "  </testsuite>"];
  });
  const seconds = (report.milliseconds / 1_000).toFixed(3);
  const numbers = `tests="${report.checks.length}" failures="${report.counts.failed}" errors="0" time="${seconds}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeMarkup(`rollcall verify ${report.baseUrl}`)}" ${numbers}>`,
    ...suites.flat(),
    "</testsuites>",
    "",
  ].join("\n");
}

function caseLines({ section, title, verdict, shows, reason, deviation }: CheckReport): string[] {
  const head = `    <testcase classname="${escapeMarkup(section)}" name="${escapeMarkup(title)}"`;
  const text = escapeMarkup([...(deviation === undefined ? [] : sayDeviation(deviation)), shows.join(", ")].join("\n"));
  switch (verdict) {
    case "passed":
      return [`${head}/>`];
    case "failed":
      return [`${head}>`, `      <failure message="${text.split("\n", 1)[0]}">${text}</failure>`, "    </testcase>"];
    case "warning":
      return [`${head}>`, `      <system-out>warning: ${text}</system-out>`, "    </testcase>"];
    default:
      return [`${head}>`, `      <skipped message="${escapeMarkup(reason ?? verdict)}"/>`, "    </testcase>"];
  }
}
