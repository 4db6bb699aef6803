import type { Exchange } from "./answer.ts";
import { escapeMarkup as escaped } from "./escape-markup.ts";
import { sayCounts } from "./report-text.ts";
import type { CheckReport } from "./run.ts";
import type { SectionReport, VerifyReport } from "./verify-provider.ts";

/**
 * Writes a report as one HTML page that needs nothing else: no script, no font, no picture. Each failure and warning
 * has every request and answer of its check.
 */
export function reportHtml(report: VerifyReport): string {
  const title = `Conformance of ${escaped(report.baseUrl)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="sum ${report.counts.failed === 0 ? "passed" : "failed"}">${sayCounts(report.counts)}</p>
<p>${escaped(report.startedAt)}, ${report.requests} requests in ${(report.milliseconds / 1_000).toFixed(1)} s</p>
${sectionTable(report)}
${noteList("Not claimed, therefore skipped", notClaimed(report))}
${noteList("Made and not deleted again", report.left)}
${report.sections.map((section) => sectionPart(report, section)).join("\n")}
</main>
</body>
</html>
`;
}

function notClaimed({ notClaimed: reasons }: VerifyReport): string[] {
  return Object.entries(reasons).map(([feature, reason]) => `${feature}: ${reason}`);
}

function noteList(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<h2>${title}</h2>\n<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</ul>`;
}

function sectionTable({ sections }: VerifyReport): string {
  const rows = sections.map(({ name, title, counts }) => {
    const cells = [counts.passed, counts.failed, counts.warning, counts.skipped + counts["not run"]];
    const numbers = cells.map((cell) => `<td>${cell}</td>`).join("");
    return `<tr><th scope="row"><a href="#${escaped(name)}">${escaped(title)}</a></th>${numbers}</tr>`;
  });
  const headings = ["Section", "Passed", "Failed", "Warnings", "Skipped"];
  const head = headings.map((heading) => `<th scope="col">${heading}</th>`).join("");
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table>`;
}

function sectionPart({ checks }: VerifyReport, { name, title, source }: SectionReport): string {
  const own = checks.filter(({ section }) => section === name);
  const rest = own.filter(({ verdict }) => verdict !== "failed" && verdict !== "warning");
  return `<section id="${escaped(name)}">
<h2>${escaped(title)}</h2>
<p class="source">${escaped(source)}</p>
${own
  .filter(({ deviation }) => deviation !== undefined)
  .map(deviationPart)
  .join("\n")}
<details><summary>${rest.length} more checks</summary>
<ul>${rest.map(restLine).join("\n")}</ul>
</details>
</section>`;
}

function restLine({ verdict, title, reason, shows }: CheckReport): string {
  const why = reason === undefined ? "" : `: ${escaped(reason)}`;
  return `<li><b>${verdict}</b> ${escaped(title)} <small>${escaped(shows.join(", "))}</small>${why}</li>`;
}

function deviationPart({ verdict, title, shows, deviation, exchanges = [] }: CheckReport): string {
  if (deviation === undefined) return "";
  const unprepared = deviation.unprepared ? "<p>The check could not begin: what it needs first was refused.</p>" : "";
  return `<article class="${verdict}">
<h3>${verdict === "failed" ? "Failed" : "Warning"}: ${escaped(title)} <small>${escaped(shows.join(", "))}</small></h3>
${unprepared}<dl><dt>Where</dt><dd>${escaped(deviation.where)}</dd>
<dt>Expected</dt><dd>${escaped(deviation.expected)}</dd><dt>Found</dt><dd>${escaped(deviation.found)}</dd></dl>
<details><summary>${exchanges.length} ${exchanges.length === 1 ? "request" : "requests"}</summary>
${exchanges.map(exchangePart).join("\n")}
</details>
</article>`;
}

function exchangePart(exchange: Exchange): string {
  const { method, url, requestHeaders, requestBody, status, answerHeaders, answerBody, milliseconds } = exchange;
  const request = [`${method} ${url}`, ...headerLines(requestHeaders), "", pretty(requestBody)].join("\n").trimEnd();
  const first = status === undefined ? "no answer" : `${status}, after ${milliseconds} ms`;
  const answer = [first, ...headerLines(answerHeaders), "", pretty(answerBody)].join("\n").trimEnd();
  return `<pre>${escaped(request)}</pre>\n<pre class="answer">${escaped(answer)}</pre>`;
}

function headerLines(headers: Exchange["requestHeaders"]): string[] {
  return headers.map(([name, value]) => `${name}: ${value}`);
}

/** JSON over several lines; anything else as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    // A page of a proxy, or a body that is meant to be wrong.
    return text;
  }
}

const style = `
:root { color-scheme: light dark; --line: #8886; --bad: #c22; --warn: #a60; --good: #182; }
@media (prefers-color-scheme: dark) { :root { --bad: #f77; --warn: #fb5; --good: #7d8; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 6rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.15rem; margin-top: 2.5rem; }
h3 { font-size: 1rem; margin: 0; }
small, .source { opacity: .75; font-size: .85rem; font-weight: normal; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: right; }
th:first-child { text-align: left; font-weight: normal; }
thead th, thead th:first-child { font-size: .85rem; font-weight: 600; overflow-wrap: normal; }
.sum { font-size: 1.15rem; font-weight: 600; }
.sum.passed { color: var(--good); }
.sum.failed, article.failed h3 { color: var(--bad); }
article.warning h3 { color: var(--warn); }
article { border: 1px solid var(--line); border-left-width: 4px; padding: .8rem 1rem; margin: 1rem 0; }
article.failed { border-left-color: var(--bad); }
article.warning { border-left-color: var(--warn); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem 1rem; }
dt { opacity: .75; }
dd { margin: 0; font-family: ui-monospace, monospace; font-size: .9rem; }
pre { background: #8881; padding: .8rem; overflow: auto; max-height: 24rem; white-space: pre-wrap; }
pre.answer { border-left: 3px solid var(--line); }
summary { cursor: pointer; }
@media (max-width: 36rem) {
  ul { padding-left: 1.2rem; }
  th, td { padding: .3rem .2rem; font-size: .9rem; hyphens: auto; }
  thead th, thead th:first-child { font-size: .7rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: .5rem; }
}
`;
