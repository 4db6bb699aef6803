import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { openTrace } from "../../src/cli/open-trace.ts";
import { silentLog } from "../../src/log.ts";
import { TestOrganization } from "../support/organization.ts";
import { startTestServer } from "../support/server.ts";
import { person } from "../support/source.ts";
import { type Collector, type ReceivedSpan, startCollector } from "./collector.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parentId = "00f067aa0ba902b7";

describe("requests, as an OpenTelemetry collector is told of them", () => {
  let collector: Collector;
  let userId: string;

  before(async () => {
    collector = await startCollector();
    const trace = openTrace({
      endpoint: collector.endpoint,
      headers: { "x-team": "identity" },
      serviceName: "rollcall-test",
      version: "0.0.0-test",
      share: 1,
      log: silentLog,
    });
    const server = await startTestServer({ trace });
    try {
      const source = await new TestOrganization(server, server.organizationId).source();
      const traced = { traceparent: `00-${traceId}-${parentId}-01`, "x-request-id": "proxy-1" };
      const created = await source.send("POST", "/Users", person("ann"), traced);
      userId = String(created.body["id"]);
      await source.send("GET", `/Users/${userId}`);
      await source.send("GET", '/Users?filter=userName%20eq%20"ann@example.com"');
      const unsampled = { traceparent: `00-${traceId.replace("4", "5")}-${parentId}-00` };
      await source.send("GET", "/Users?startIndex=7", undefined, unsampled);
    } finally {
      await server.close();
      await trace.close();
    }
  });
  after(() => collector.close());

  const attribute = ({ attributes }: ReceivedSpan, key: string) =>
    Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0];

  test("a request goes on in the trace that it is part of, with its steps and statements below it", () => {
    const { spans } = collector;
    const request = spans.find((span) => span.parentSpanId === parentId);
    assert.ok(request !== undefined, "no span has the caller's as its parent");
    assert.equal(request.traceId, traceId);
    assert.equal(request.name, "POST /scim/:applicationId/v2/Users");
    assert.equal(attribute(request, "http.response.status_code"), 201);
    assert.equal(attribute(request, "rollcall.request.id"), "proxy-1");
    const below = (parent: ReceivedSpan): ReceivedSpan[] => spans.filter((span) => span.parentSpanId === parent.spanId);
    const names = below(request).map(({ name }) => name);
    assert.ok(names.includes("find grant of token") && names.includes("write change"), names.join(", "));
    const write = below(request).find(({ name }) => name === "write change");
    const statements = below(write as ReceivedSpan);
    const statement = statements.find(({ name }) => name.startsWith("provisioned-changes-"));
    assert.ok(statement !== undefined, statements.map(({ name }) => name).join(", "));
    assert.equal(attribute(statement, "db.system.name"), "postgresql");
  });

  test("a request of no trace begins one, and one whose caller keeps no trace is not kept", () => {
    const roots = collector.spans.filter(({ parentSpanId }) => parentSpanId === undefined || parentSpanId === "");
    assert.ok(roots.some(({ name }) => name === "GET /scim/:applicationId/v2/Users/:id"));
    assert.ok(!collector.spans.some((span) => span.traceId.startsWith("5bf9")));
  });

  test("what is sent names no person and no token, and carries the headers that were asked for", () => {
    const sent = collector.bodies.join("\n");
    for (const value of ["ann@example.com", userId, "rct-", "userName eq"]) assert.ok(!sent.includes(value), value);
    assert.match(sent, /rollcall-test/);
    assert.ok(collector.headers.every((headers) => headers["x-team"] === "identity"));
  });
});

describe("without a collector", () => {
  /** Which packages of OpenTelemetry are loaded when a module is, but for its interfaces, which prom-client brings. */
  async function loadedBy(module: string): Promise<string> {
    const hook = `import { registerHooks } from "node:module";
      registerHooks({ resolve(name, context, next) {
        if (name.startsWith("@opentelemetry/") && name !== "@opentelemetry/api") console.log(name);
        return next(name, context);
      } });`;
    const url = new URL(`../../src/cli/${module}`, import.meta.url).href;
    const args = [
      "--import",
      `data:text/javascript,${encodeURIComponent(hook)}`,
      "-e",
      `await import(${JSON.stringify(url)})`,
    ];
    return (await promisify(execFile)(process.execPath, args)).stdout;
  }

  test("nothing of OpenTelemetry is loaded", async () => {
    assert.equal(await loadedBy("serve.ts"), "");
    assert.match(await loadedBy("open-trace.ts"), /@opentelemetry\/sdk-trace/);
  });
});
