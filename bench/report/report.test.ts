import assert from "node:assert/strict";
import { test } from "node:test";
import type { LaneFigures, Measured } from "../measure-scenario.ts";
import { ours, type RunResult, type SizeResult, statementsAlone } from "../results.ts";
import { comparisonCharts, growthCharts } from "./charts.ts";
import { writeComparison, writeGrowth } from "./report.ts";
import { holdAgainstTargets } from "./targets.ts";

const figures = (perSecond: number, cpu = 100): LaneFigures => ({
  perSecond,
  p50: 1,
  p99: 2,
  serverCpu: cpu,
  databaseCpu: cpu,
  windows: 3,
  operations: 1_000,
});

function measured(scenario: string, concurrency: number, lanes: Readonly<Record<string, LaneFigures>>): Measured {
  const rate = (one: LaneFigures | undefined): number =>
    one !== undefined && "perSecond" in one ? one.perSecond : Number.NaN;
  const ratios = Object.fromEntries(
    Object.entries(lanes)
      .filter(([name, one]) => name !== ours && "perSecond" in one)
      .map(([name, one]) => {
        const median = rate(lanes[ours]) / rate(one);
        return [name, { median, least: median, most: median }];
      }),
  );
  return { scenario, concurrency, grows: false, lanes, ratios };
}

const size = (people: number, rows: readonly Measured[]): SizeResult => ({
  people,
  measured: rows,
  memory: { [ours]: { server: 90, serverPeak: 120, database: 300 } },
  bytesPerUser: 6_700,
});

const run = (sizes: readonly SizeResult[]): RunResult => ({
  date: "2026-01-31",
  machine: "2 × an example",
  node: "24.0.0",
  postgres: "PostgreSQL 18",
  windows: 3,
  load: [0.1, 2],
  minutes: 12,
  competitors: [
    { name: ours, version: "1.0.0", kind: "ours" },
    { name: statementsAlone, version: "", kind: "yardstick" },
    { name: "durable", version: "2.0.0", kind: "durable peer" },
    { name: "fleeting", version: "3.0.0", kind: "in-memory peer" },
  ],
  sizes,
});

const compared = run([
  size(1_000, [
    measured("create a user", 16, {
      [ours]: figures(2_600),
      [statementsAlone]: figures(5_000),
      durable: figures(500),
      fleeting: figures(1_300),
    }),
    measured("look up by work e-mail", 16, {
      [ours]: figures(4_000),
      durable: { notSupported: "400: <no | filter>" },
      fleeting: { notSupported: "404: `gone`" },
    }),
  ]),
]);

test("a comparison tells of everybody, and of what somebody does not do what came instead", () => {
  const text = writeComparison(compared);
  assert.match(text, /\| create a user +\| +16 \| +2,600 \| +200 \| +500 \| +5\.2 × \| +200 \| +1,300 \|/);
  assert.match(
    text,
    /\| look up by work e-mail +\| +16 \| +4,000 \| +200 \| not supported \| +\| +\| not supported \|/,
  );
  assert.ok(text.includes("- durable, look up by work e-mail: `400: <no | filter>`"));
  assert.ok(text.includes("- fleeting, look up by work e-mail: `404: 'gone'`"));
  assert.match(text, /5,000, \*\*52 %\*\*/);
});

test("an aim is kept, missed, or open where nobody does what it compares with", () => {
  assert.deepEqual(
    holdAgainstTargets(compared).map(({ promise, kept }) => [promise, kept]),
    [
      ["create a user, 16 at once: at least 5 × the best durable peer", true],
      ["create a user, 16 at once: at least 60 % of its statements alone", false],
      ["create a user, 16 at once: at least 1 × the in-memory peer", true],
      ["look up by work e-mail, 16 at once: at least 50 × the best durable peer", undefined],
    ],
  );
});

test("growth is the processor time at the largest size against that at the smallest", () => {
  const grown = run([
    size(1_000, [measured("create a user", 16, { [ours]: figures(2_000, 100) })]),
    size(100_000, [measured("create a user", 16, { [ours]: figures(1_900, 125) })]),
  ]);
  assert.match(writeGrowth(grown), /\| create a user \| +16 \| +2,000 \| +200 \| +1,900 \| +250 \| +1\.25 \|/);
  const [chart] = growthCharts(grown);
  assert.match(chart?.svg ?? "", /<desc id="description">.*create a user 1\.25 times/);
});

test("a chart says in words what it shows, and takes no text for markup", () => {
  const [chart] = comparisonCharts(compared);
  assert.ok(chart !== undefined);
  assert.match(chart.svg, /role="img" aria-labelledby="title description"/);
  assert.match(chart.svg, /<title id="title">Operations a second with 1,000 users<\/title>/);
  assert.match(chart.svg, /create a user, c=16: Rollcall \(durable\) 2,600, durable \(durable peer\) 500/);
  assert.match(chart.svg, /prefers-color-scheme: dark/);
  const hostile = comparisonCharts(
    run([size(1_000, [measured("<script>&", 16, { [ours]: figures(1), durable: figures(1) })])]),
  );
  assert.ok(hostile[0]?.svg.includes("&lt;script&gt;&amp;, c=16") && !hostile[0].svg.includes("<script"));
});
