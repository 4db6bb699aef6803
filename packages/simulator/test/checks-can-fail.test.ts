import assert from "node:assert/strict";
import { test } from "node:test";
import { sections } from "../src/checks/sections.ts";
import { ProviderClient } from "../src/verify/provider-client.ts";
import { readClaims } from "../src/verify/read-claims.ts";
import { type CheckReport, runChecks } from "../src/verify/run.ts";
import { startWrongProvider, type WrongWay, wrongWays } from "./wrong-provider.ts";

interface Judged {
  readonly checks: readonly CheckReport[];
  readonly requests: readonly string[];
}

/** Makes every check against a service provider that claims everything and is wrong in this way. */
async function judge(way: WrongWay): Promise<Judged> {
  const provider = await startWrongProvider(way);
  const client = new ProviderClient({
    baseUrl: provider.baseUrl,
    token: "secret-token",
    concurrency: 8,
    patience: 5_000,
  });
  try {
    const claims = await readClaims(client);
    provider.turnWrong();
    const stop = new AbortController().signal;
    const { checks } = await runChecks({ client, claims, sections, concurrency: 8, domain: "example.com", stop });
    return { checks, requests: provider.requests };
  } finally {
    await client.close();
    await provider.close();
  }
}

const runs = new Map<WrongWay, Promise<Judged>>();

function judged(way: WrongWay): Promise<Judged> {
  const run = runs.get(way) ?? judge(way);
  runs.set(way, run);
  return run;
}

const nameOf = ({ section, title }: { section: string; title: string }): string => `${section}: ${title}`;

/** Checks that speak only where something is missing, with the reason why no provider that claims all shows them fail. */
const notShownHere = new Map([
  ["bulk: where Bulk is not supported, it is answered 501 or 404", "this provider claims Bulk"],
  ["discovery: pagination says of cursor and index whether they are on", "a wrong provider has no member pagination"],
  ["discovery: pagination names its default method and positive limits, where it names them", "likewise"],
]);

test("every check is seen failing on a provider that is wrong, by its own expectation", async () => {
  const failing = new Set<string>();
  for (const way of wrongWays) {
    for (const check of (await judged(way)).checks) {
      const ownFault = check.deviation?.where === "the check itself";
      assert.equal(ownFault, false, `${nameOf(check)}: ${check.deviation?.found}`);
      if (check.deviation !== undefined && !check.deviation.unprepared) failing.add(nameOf(check));
    }
  }
  const all = sections.flatMap((section) =>
    section.checks.map(({ title }) => nameOf({ section: section.name, title })),
  );
  const neverFailing = all.filter((name) => !failing.has(name) && !notShownHere.has(name));
  assert.deepEqual(neverFailing, []);
  assert.ok(all.length >= 250, `${all.length} checks`);
});

test("whatever a provider answers, changes are sent to single resources of the run alone, never to a list", async () => {
  for (const way of wrongWays) {
    const { requests } = await judged(way);
    const changes = requests.filter((request) => /^(?:PUT|PATCH|DELETE) /.test(request));
    // What the wrong provider has given out as an id, or a name that the run made up.
    const own = /^\w+ \/(?:Users|Groups|Things)\/(?:id-\d+|one|rv-[0-9a-z]{6}-\d+-\w+)(?:\?.*)?$/;
    assert.deepEqual([way, changes.filter((request) => !own.test(request))], [way, []]);
    assert.equal(way === "nothing" || changes.length > 0, true);
  }
});
