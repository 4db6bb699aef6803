import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn, patchOpUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { rowTexts, tableNames } from "../support/snapshot.ts";
import { person, type Source, type SourceAnswer } from "../support/source.ts";

// rules.md section 7: password is accepted and dropped; tokens and keys are kept as digests only. Bodies of exchanges are
// kept, masked: a password is none of them, even where the same request repeats it under another name.

const lines: string[] = [];
const own = withServer({ onLogLine: (line) => lines.push(line) });

/** Every row of every table and every log line in which a text stands, or its bytes. */
async function findings(organization: TestOrganization, source: Source, secret: string): Promise<string[]> {
  await organization.exchanges(source);
  await organization.events();
  const { database } = own.server;
  const bytes = Buffer.from(secret).toString("hex");
  const found: string[] = lines.filter((line) => line.includes(secret)).map((line) => `log: ${line}`);
  for (const table of await tableNames(database)) {
    for (const row of await rowTexts(database, table)) {
      if (row.includes(secret) || row.includes(bytes)) found.push(`${table}: ${row}`);
    }
  }
  return found;
}

const secret = "S3cret-of-Ann-0815";

type Attempt = (source: Source, id: string) => Promise<SourceAnswer>;
const qualified = "urn:ietf:params:scim:schemas:core:2.0:User:password";
const patch = (...Operations: JsonObject[]): Attempt => {
  return (source, id) => source.send("PATCH", `/Users/${id}`, { schemas: [patchOpUrn], Operations });
};

const accepted: Record<string, Attempt> = {
  POST: (source) => source.send("POST", "/Users", person("bob", { password: secret })),
  "POST, in another case": (source) => source.send("POST", "/Users", person("cid", { PassWord: secret })),
  "POST, with its URN": (source) => source.send("POST", "/Users", person("dan", { [qualified]: secret })),
  PUT: (source, id) => source.send("PUT", `/Users/${id}`, person("ann", { password: secret, title: "Chemist" })),
  "PATCH with a path": patch({ op: "replace", path: "password", value: secret }),
  "PATCH with its URN": patch({ op: "add", path: qualified, value: secret }),
  "PATCH without a path": patch({ op: "replace", value: { password: secret, title: "Physicist" } }),
  "PATCH that removes it": patch({ op: "remove", path: "password" }),
  Bulk: (source) =>
    source.send("POST", "/Bulk", {
      schemas: [bulkRequestUrn],
      Operations: [{ method: "POST", path: "/Users", bulkId: "e", data: person("eva", { password: secret }) }],
    }),
};

const refused: Record<string, Attempt> = {
  "POST of a name that is taken": (source) => source.send("POST", "/Users", person("ann", { password: secret })),
  "POST with a wrong type beside it": (source) =>
    source.send("POST", "/Users", person("fay", { password: secret, name: 7 })),
  "POST of a password that is no text": (source) =>
    source.send("POST", "/Users", person("gus", { password: { value: secret } })),
  "POST of what is no JSON": (source) => source.send("POST", "/Users", Buffer.from(`{"password":"${secret}"`)),
  "POST of another media type": (source) =>
    source.send("POST", "/Users", { password: secret }, { "content-type": "application/xml" }),
  "POST without a user name": (source) => source.send("POST", "/Users", { password: secret }),
  "PUT of nobody": (source) => source.send("PUT", "/Users/nobody", person("nobody", { password: secret })),
  "PATCH that fails afterwards": patch(
    { op: "replace", path: "password", value: secret },
    { op: "replace", path: "nowhere", value: secret },
  ),
  "PATCH of a wrong path beside it": patch(
    { op: "replace", path: "password", value: secret },
    { op: "replace", path: "emails[", value: secret },
  ),
  "a filter by it": (source) => source.send("GET", `/Users?filter=${encodeURIComponent(`password eq "${secret}"`)}`),
  "a search by it": (source) =>
    source.send("POST", "/Users/.search", { schemas: [searchRequestUrn], filter: `password eq "${secret}"` }),
};

describe("a password is accepted and dropped: never stored, recorded or logged", () => {
  for (const [name, attempt] of Object.entries(accepted)) {
    test(`${name}: 2xx, and nowhere afterwards`, async () => {
      const organization = await own.organization();
      const source = await organization.source();
      const { id } = await source.create("Users", person("ann"));
      const answer = await attempt(source, id);
      assert.ok(answer.status < 300, answer.text);
      assert.ok(!answer.text.includes(secret));
      for (const user of await source.find("Users", "userName pr")) assert.equal("password" in user, false);
      assert.deepEqual(await findings(organization, source, secret), []);
      assert.ok((await findings(organization, source, "ann@example.com")).length > 0, "what is kept is found");
    });
  }

  for (const [name, attempt] of Object.entries(refused)) {
    test(`${name}: refused, and nowhere afterwards`, async () => {
      const organization = await own.organization();
      const source = await organization.source();
      const { id } = await source.create("Users", person("ann"));
      const answer = await attempt(source, id);
      assert.ok(answer.status >= 400, answer.text);
      assert.deepEqual(await findings(organization, source, secret), []);
    });
  }
});

describe("tokens and keys", () => {
  test("stand in no table and no log line in clear, whatever they were used for; their digests do", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    await source.create("Users", person("ann"));
    const tokens = `/source-applications/${source.applicationId}/bearer-tokens`;
    const second = await organization.call<{ id: string; bearerToken: string }>("POST", tokens, { name: "Second" });
    const key = await organization.call<{ apiKey: string }>("POST", "/api-keys", {
      name: "Auditor",
      role: "auditor",
      organizationId: organization.id,
    });
    for (const authorization of [`Bearer ${second.bearerToken}`, second.bearerToken, `Token ${second.bearerToken}`]) {
      await source.send("GET", "/Users", undefined, { authorization });
      await source.send("POST", "/Users", { userName: "" }, { authorization });
      await source.send("GET", `/Users?access_token=${second.bearerToken}`, undefined, { authorization });
    }
    await fetch(`${own.server.origin}/api/v1/organizations`, { headers: { authorization: `Bearer ${key.apiKey}` } });
    await organization.call("DELETE", `${tokens}/${second.id}`);
    await source.send("GET", "/Users", undefined, { authorization: `Bearer ${second.bearerToken}` });
    for (const clear of [source.token, second.bearerToken, key.apiKey, own.server.apiKey]) {
      assert.ok(clear.length > 40);
      assert.deepEqual(await findings(organization, source, clear), []);
      const digest = createHash("sha256").update(clear).digest("hex");
      const kept = await Promise.all(
        ["bearer_tokens", "api_keys"].map((table) => rowTexts(own.server.database, table)),
      );
      assert.ok(kept.flat().some((row) => row.includes(digest)));
    }
  });
});
