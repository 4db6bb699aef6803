import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../../src/cli/free-port.ts";
import { listNumbers, type SoakReport } from "./soak-report.ts";
import { RollcallProcess } from "./rollcall-process.ts";
import { type SoakSample, openSampler } from "./soak-samples.ts";
import { judgeSamples } from "./judge-samples.ts";
import { openSoakLoad } from "./soak-load.ts";

/** Seconds in which the greatest throughput is found out before the soak. */
const calibrationSeconds = 10;
/** Samples that are taken. */
const samples = 60;

/** Has a source of so many people write and read at half of what the server can do, and watches what grows. */
export async function soakByMinutes(
  minutes: number,
  people: number,
  seed: number,
  say: (line: string) => void,
): Promise<SoakReport> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-soak-"));
  await chmod(folder, 0o711);
  const metricsToken = "rcm-of-the-soak-test";
  const rollcall = new RollcallProcess(join(folder, "data"), await freePort("127.0.0.1"), {
    ROLLCALL_METRICS_TOKEN: metricsToken,
  });
  try {
    await rollcall.start();
    const load = await openSoakLoad(rollcall, people, seed);
    const sampler = await openSampler(rollcall, metricsToken, load);
    try {
      const most = await load.findMost(calibrationSeconds);
      const rate = Math.max(1, Math.floor(most / 2));
      say(`the most is ${most} requests a second; ${minutes} minutes at ${rate}`);
      let goesOn = true;
      const ended = load.run(rate, () => goesOn);
      const taken: SoakSample[] = [];
      const began = performance.now();
      try {
        for (let index = 1; index <= samples; index += 1) {
          const due = began + (index * minutes * 60_000) / samples;
          await wait(Math.max(0, due - performance.now()));
          const sample = await sampler.take();
          taken.push(sample);
          if (index % 10 === 0) say(describe(sample, index));
        }
      } finally {
        goesOn = false;
        await ended;
      }
      const verdict = judgeSamples(taken);
      const rows = verdict.lines.map(({ name, start, end, good }): [string, string] => [
        name,
        `${start} at the start, ${end} at the end${good ? "" : "   GREW"}`,
      ]);
      const good = verdict.good && load.failures.length === 0;
      return {
        text: listNumbers([
          ["minutes", minutes],
          ["people", people],
          ["requests a second", rate],
          ["requests", load.requests],
          ["failed", load.failures.length],
          ...rows,
          ["verdict", good ? "flat" : "something grew or failed"],
        ]),
        json: {
          minutes,
          people,
          seed,
          most,
          rate,
          requests: load.requests,
          failures: load.failures,
          verdict,
          samples: taken,
        },
        good,
      };
    } finally {
      await sampler.close();
      await load.close();
    }
  } finally {
    await rollcall.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function describe(sample: SoakSample, index: number): string {
  const { serverMegabytes, databaseMegabytes, p50Milliseconds, p99Milliseconds } = sample;
  return `${index} of ${samples}: server ${serverMegabytes} MB, database ${databaseMegabytes} MB, p50 ${p50Milliseconds} ms, p99 ${p99Milliseconds} ms`;
}
