import assert from "node:assert/strict";
import { test } from "node:test";
import type { Check, Section } from "../src/checks/check.ts";
import { Deviation, NotApplicable } from "../src/verify/deviation.ts";
import { verifyProvider, type VerifyReport } from "../src/verify/verify-provider.ts";
import { NoProvider } from "../src/verify/read-claims.ts";
import { NoAnswer } from "../src/scim-client.ts";
import { type Respond, startStub, type StubAnswer, type StubProvider } from "./stub-provider.ts";

/** Answers what is asked first; creates whatever it is told to. */
const willing: Respond = ({ method, url }) => {
  if (method === "POST" && url === "/Users") return { status: 201, body: { id: String(created++) } };
  if (method === "DELETE") return { status: 204 };
  if (url.endsWith("/.search")) return { status: 404, body: {} };
  return { status: 200, body: { Resources: [], totalResults: 0 } };
};
let created = 1;

interface Verified {
  readonly report: VerifyReport;
  readonly stub: StubProvider;
}

async function verify(
  checks: readonly Check[],
  more: { respond?: Respond; stop?: AbortSignal } = {},
): Promise<Verified> {
  const stub = await startStub(more.respond ?? willing);
  const section: Section = { name: "tried", title: "Tried", source: "here", checks };
  try {
    const report = await verifyProvider({
      baseUrl: stub.baseUrl,
      token: "secret-token",
      sections: [section],
      concurrency: 1,
      patience: 5_000,
      domain: "example.com",
      stop: more.stop ?? new AbortController().signal,
    });
    return { report, stub };
  } finally {
    await stub.close();
  }
}

const check = (title: string, run: Check["run"], more: Partial<Check> = {}): Check => {
  return { shows: ["R1"], title, run, ...more };
};
const deviate = async (): Promise<void> => {
  throw new Deviation("here", "this", "that");
};

test("a deviation fails a must and warns of a should; what does not apply or is not claimed is skipped", async () => {
  const { report } = await verify([
    check("holds", async () => undefined),
    check("fails", deviate),
    check("warns", deviate, { level: "should" }),
    check("does not apply", async () => {
      throw new NotApplicable("there is none");
    }),
    check("is not claimed", deviate, { needs: ["sort"] }),
    check("has no such attribute", deviate, { needs: ["User:rvNone"] }),
    check("trips", async () => {
      throw new TypeError("no such thing");
    }),
  ]);
  assert.deepEqual(
    report.checks.map(({ title, verdict, reason }) => [title, verdict, reason]),
    [
      ["holds", "passed", undefined],
      ["fails", "failed", undefined],
      ["warns", "warning", undefined],
      ["does not apply", "skipped", "there is none"],
      ["is not claimed", "skipped", "ServiceProviderConfig does not say sort.supported"],
      ["has no such attribute", "skipped", "its schemas declare no User attribute rvNone"],
      ["trips", "failed", undefined],
    ],
  );
  assert.deepEqual(report.counts, { passed: 1, failed: 2, warning: 1, skipped: 3, "not run": 0 });
  const [, fails, , , , , trips] = report.checks;
  assert.deepEqual(fails?.deviation, { unprepared: false, where: "here", expected: "this", found: "that" });
  assert.equal(trips?.deviation?.where, "the check itself");
});

test("each check's resources are deleted when it ends, also when it fails; shared ones at the end", async () => {
  const shared = (trial: Parameters<Check["run"]>[0]) => trial.shared("one", (own) => own.user());
  const { report, stub } = await verify([
    check("fails", async (trial) => {
      await shared(trial);
      await trial.user();
      await deviate();
    }),
    check("holds", async (trial) => void (await shared(trial))),
  ]);
  const writes = stub.requests.filter(({ method, url }) => method !== "GET" && !url.endsWith("/.search"));
  const ids = writes.flatMap(({ url }) => /\/Users\/(\d+)/.exec(url)?.[1] ?? []);
  const [second = "", first = ""] = ids;
  assert.deepEqual(
    writes.map(({ method, url }) => `${method} ${url}`),
    ["POST /Users", "POST /Users", `DELETE /Users/${second}`, `DELETE /Users/${first}`],
  );
  assert.equal(Number(second), Number(first) + 1);
  assert.deepEqual(report.left, []);
});

test("a check that cannot begin says so, with the request that was refused", async () => {
  const refuse: Respond = (request) =>
    request.method === "POST" ? { status: 400, body: { detail: "no" } } : willing(request);
  const { report } = await verify([check("cannot begin", async (trial) => void (await trial.user()))], {
    respond: refuse,
  });
  const [found] = report.checks;
  assert.deepEqual(found?.deviation, {
    unprepared: true,
    where: "POST /Users",
    expected: "201 with a resource that has an id",
    found: "400 no",
  });
  assert.deepEqual(
    found?.exchanges?.map(({ method, status }) => [method, status]),
    [["POST", 400]],
  );
});

test("a run that is told to stop sends nothing more but the deletes of what it made", async () => {
  const stop = new AbortController();
  const { report, stub } = await verify(
    [
      check("is stopped", async (trial) => {
        await trial.user();
        stop.abort();
        await trial.get("/late");
      }),
      check("comes after", deviate),
    ],
    { stop: stop.signal },
  );
  assert.deepEqual(
    report.checks.map(({ verdict }) => verdict),
    ["not run", "not run"],
  );
  assert.equal(stub.requests.at(-1)?.method, "DELETE");
  assert.equal(
    stub.requests.some(({ url }) => url === "/late"),
    false,
  );
});

test("a service provider that answers no more ends the run", async () => {
  let silent = false;
  const respond: Respond = (request): StubAnswer | undefined => (silent ? undefined : willing(request));
  const checks = Array.from({ length: 40 }, (_, number) =>
    check(`number ${number}`, async (trial) => {
      silent = true;
      await trial.get("/Users");
    }),
  );
  const { report } = await verify(checks, { respond });
  assert.deepEqual([report.counts.failed, report.counts["not run"]], [12, 28]);
});

test("a request is sent again when the service provider says when", async () => {
  let busy = true;
  const respond: Respond = (request) => {
    if (request.url !== "/busy" || !busy) return willing(request);
    busy = false;
    return { status: 429, headers: { "retry-after": "0" } };
  };
  const { report } = await verify([check("waits", async (trial) => void (await trial.get("/busy")))], { respond });
  assert.equal(report.counts.passed, 1);
});

test("the token is in the requests and in no report", async () => {
  const echo: Respond = ({ headers }) => ({ status: 200, body: { you: headers.authorization, Resources: [] } });
  const { report, stub } = await verify(
    [
      check("tells", async (trial) => {
        await trial.get("/Users?access_token=secret-token");
        await deviate();
      }),
    ],
    { respond: echo },
  );
  assert.equal(stub.requests[0]?.headers.authorization, "Bearer secret-token");
  assert.equal(JSON.stringify(report).includes("secret-token"), false);
  assert.ok(JSON.stringify(report).includes("•••"));
});

test("a token that is refused, a page that is no SCIM and a closed port are told apart", async () => {
  const refused: Respond = () => ({ status: 401, body: { detail: "unknown token" } });
  await assert.rejects(verify([], { respond: refused }), (error: unknown) => {
    return error instanceof NoProvider && error.kind === "token refused" && /unknown token/.test(error.message);
  });
  const page: Respond = () => ({ status: 404, body: "<html></html>" });
  await assert.rejects(verify([], { respond: page }), (error: unknown) => {
    return error instanceof NoProvider && error.kind === "nothing there";
  });
  await assert.rejects(verify([], { respond: () => undefined }), NoAnswer);
});
