import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chooseSections } from "@rollcall/simulator/checks/sections.ts";
import { verifyProvider } from "@rollcall/simulator/verify/verify-provider.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { addTestResources } from "./test-resources.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

const variants = [
  { title: "as it is created", prepare: async () => {} },
  {
    title: "with custom schemas and resource types",
    prepare: (applicationId: string) => addTestResources(server, applicationId),
  },
];

for (const { title, prepare } of variants) {
  test(`a source application ${title} fails no check, and everything that was made is deleted`, async () => {
    const application = await server.createSourceApplication(`Verify ${title}`);
    await prepare(application.id);
    const report = await verifyProvider({
      baseUrl: application.scimBaseUrl,
      token: application.bearerToken,
      sections: chooseSections([]),
      concurrency: 4,
      patience: 30_000,
      domain: "example.com",
      stop: new AbortController().signal,
    });
    assert.deepEqual(
      report.checks.filter(({ verdict }) => verdict === "failed" || verdict === "not run"),
      [],
    );
    assert.deepEqual(report.left, []);
    assert.ok(report.counts.passed > 600, `most checks were carried out: ${JSON.stringify(report.counts)}`);
  });
}
