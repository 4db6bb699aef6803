import { cpus, loadavg, totalmem } from "node:os";
import type { Measured } from "./measure-scenario.ts";
import type { Window } from "./windows.ts";

/** What the figures were measured on, and when. */
export interface Surroundings {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly postgres: string;
  readonly rollcall: string;
  readonly people: number;
  readonly windows: number;
  /** Of the last minute, when the scenarios began and when they ended. */
  readonly load: readonly [number, number];
}

/** The machine in a few words. */
export function describeMachine(): string {
  const all = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${all.length} × ${all[0]?.model.trim() ?? "unknown processor"}, ${memory} GiB, ${process.platform} ${process.arch}`;
}

export function minuteLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

/** The figures as a table in Markdown, which reads well on a terminal too. */
export function writeTable(measured: readonly Measured[]): string {
  const headings = ["scenario", "at once", "per second", "p50 ms", "p99 ms", "CPU µs: server + database"];
  const yardstick = ["yardstick", "per second", "p50 ms", "p99 ms", "database CPU µs", "ratio (windows)"];
  const rows = measured.flatMap((one) => {
    const own = [one.scenario, String(one.concurrency), ...figures(one.server), cpu(one.server)];
    const [least, most] = one.spread;
    const range = `**${percent(one.ratio)}** (${percent(least)} to ${percent(most)})`;
    const statements = ["its statements alone", ...figures(one.statements), whole(one.statements.databaseCpu), range];
    const further = [
      one.rawHttp && ["node:http, same bytes", ...figures(one.rawHttp), "", percent(one.rawHttp.ratio)],
      one.rawHttpWithStatements && [
        "node:http, its statements, same bytes",
        ...figures(one.rawHttpWithStatements),
        whole(one.rawHttpWithStatements.databaseCpu),
        `**${percent(one.rawHttpWithStatements.ratio)}**; itself ${percent(one.rawHttpWithStatements.ofStatements)} of the statements`,
      ],
    ];
    const rest = further.filter((row) => row !== undefined);
    return [[...own, ...statements], ...rest.map((row) => ["", "", "", "", "", "", ...row])];
  });
  return alignColumns([[...headings, ...yardstick], ...rows]);
}

function figures({ perSecond, p50, p99 }: Window): string[] {
  return [whole(perSecond), p50.toFixed(2), p99.toFixed(2)];
}

function cpu({ serverCpu, databaseCpu }: Window): string {
  return `${whole(serverCpu)} + ${whole(databaseCpu)}`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

export function alignColumns([headings = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const numeric = (column: number): boolean => column > 0 && column !== 6;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (numeric(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, column) => (numeric(column) ? `${"-".repeat(width - 1)}:` : "-".repeat(width)));
  return [line(headings), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** The surroundings as a sentence above the table. */
export function writeSurroundings(on: Surroundings): string {
  return (
    `Measured on ${on.date} on ${on.machine}; Node ${on.node}, ${on.postgres}, Rollcall ${on.rollcall}; ` +
    `${on.people.toLocaleString("en")} users loaded; load of the machine ${on.load[0]} before, ${on.load[1]} after. ` +
    `Medians of ${on.windows} windows; the machine is noisy.`
  );
}
