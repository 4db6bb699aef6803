import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { MovableClock } from "../support/clock.ts";
import { withServer } from "../support/organization.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";

// rules.md section 7: what people paste works, and a revocation is in force within a second everywhere.

const clock = new MovableClock();
const own = withServer({ now: clock.now });

describe("a pasted token works", () => {
  const variants: Record<string, (token: string) => string> = {
    "with its scheme": (token) => `Bearer ${token}`,
    "with the scheme in lower case": (token) => `bearer ${token}`,
    "with the scheme in capitals": (token) => `BEARER ${token}`,
    "with several blanks after the scheme": (token) => `Bearer    ${token}`,
    "with blanks around it": (token) => `  Bearer  ${token}   `,
    "raw, without a scheme": (token) => token,
    "raw, with blanks around it": (token) => `  ${token} `,
    "with a no-break space that came along": (token) => `Bearer \u00a0${token}\u00a0`,
  };
  for (const [name, header] of Object.entries(variants)) {
    test(name, async () => {
      const source = await (await own.organization()).source();
      const authorization = header(source.token);
      const answer = await source.send("GET", "/Users", undefined, { authorization });
      assert.equal(answer.status, 200, answer.text);
    });
  }

  test("a shortened, lengthened or mistyped one does not", async () => {
    const source = await (await own.organization()).source();
    const swapped = source.token.endsWith("a") ? "b" : "a";
    for (const token of [
      source.token.slice(0, -1),
      `${source.token}a`,
      source.token.slice(0, -1) + swapped,
      source.token.toUpperCase(),
      source.token.slice(4),
      "",
    ]) {
      const answer = await source.send("GET", "/Users", undefined, { authorization: `Bearer ${token}` });
      assert.equal(answer.status, 401, token);
      assert.match(answer.headers.get("www-authenticate") ?? "", /^Bearer realm="rollcall"/);
    }
  });

  test("an expired one says so, and is 401 from that instant on", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const path = `/source-applications/${source.applicationId}/bearer-tokens`;
    const expiresAt = new Date(Date.parse(clock.now()) + 3_600_000).toISOString();
    const made = await organization.call<{ bearerToken: string }>("POST", path, { name: "Short", expiresAt });
    const headers = { authorization: `Bearer ${made.bearerToken}` };
    assert.equal((await source.send("GET", "/Users", undefined, headers)).status, 200);
    clock.moveDays(1);
    const answer = await source.send("GET", "/Users", undefined, headers);
    assert.equal(answer.status, 401);
    assert.match(answer.detail, /expired/);
  });
});

describe("a pasted base URL", () => {
  test("works without /v2, with a slash at its end and with doubled slashes, and answers name the one with /v2", async () => {
    const source = await (await own.organization()).source();
    const ann = await source.create("Users", person("ann"));
    const plain = source.baseUrl.replace(/\/v2$/, "");
    for (const base of [source.baseUrl, `${source.baseUrl}/`, plain, `${plain}/`]) {
      const pasted = new Source({ id: source.applicationId, scimBaseUrl: base, bearerToken: source.token });
      for (const path of ["/Users", "/Users/", `/Users/${ann.id}`, `/Users/${ann.id}/`]) {
        const answer = await pasted.send("GET", path);
        assert.equal(answer.status, 200, `${base}${path}: ${answer.text}`);
      }
      assert.deepEqual(await pasted.read("Users", ann.id), ann);
      assert.equal((await pasted.send("GET", "/ServiceProviderConfig")).status, 200);
    }
    const posted = await new Source({ id: "", scimBaseUrl: plain, bearerToken: source.token }).create(
      "Users",
      person("bob"),
    );
    assert.equal((posted.meta as { location: string }).location, `${source.baseUrl}/Users/${posted.id}`);
  });

  test("with /Users or /Groups at its end is 404 and says what to remove", async () => {
    const source = await (await own.organization()).source();
    for (const end of ["Users", "Groups"]) {
      const scimBaseUrl = `${source.baseUrl}/${end}`;
      const pasted = new Source({ id: source.applicationId, scimBaseUrl, bearerToken: source.token });
      const answers = [
        await pasted.send("GET", "/Users"),
        await pasted.send("POST", "/Users", person("ann")),
        await pasted.send("GET", "/Groups/01a20b81-494e-7222-95a4-1d73102b48fd"),
        await pasted.send("GET", "/ServiceProviderConfig"),
      ];
      for (const answer of answers) {
        assert.deepEqual(
          [answer.status, answer.body["detail"]],
          [404, `The SCIM base URL ends in /${end}: remove that, it ends in /v2`],
        );
      }
    }
  });

  test("has no underscore, and neither has any id", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    const shown = [source.baseUrl, source.token, JSON.stringify(ann), JSON.stringify(lab)];
    for (const text of shown) assert.ok(!text.includes("_"), text);
  });
});

describe("a revoked token", () => {
  let second: TestServer;
  before(async () => {
    second = await startTestServer({ beside: own.server });
  });
  after(async () => {
    await second.close();
  });

  async function twoNodes() {
    const organization = await own.organization();
    const source = await organization.source();
    const elsewhere = new Source({
      id: source.applicationId,
      scimBaseUrl: source.baseUrl.replace(own.server.origin, second.origin),
      bearerToken: source.token,
    });
    assert.equal((await elsewhere.send("GET", "/Users")).status, 200);
    assert.equal((await source.send("GET", "/Users")).status, 200);
    return { organization, source, elsewhere };
  }

  async function revoke(organization: Awaited<ReturnType<typeof own.organization>>, source: Source): Promise<void> {
    const path = `/source-applications/${source.applicationId}/bearer-tokens`;
    const [token] = (await organization.call<{ items: { id: string }[] }>("GET", path)).items;
    await organization.call("DELETE", `${path}/${token?.id}`);
  }

  test("is refused at once on the node where it was revoked, and says so", async () => {
    const { organization, source } = await twoNodes();
    await revoke(organization, source);
    const answer = await source.send("GET", "/Users");
    assert.equal(answer.status, 401);
    assert.match(answer.detail, /revoked/);
  });

  test("is refused within a second on another node, also one that is never idle", async () => {
    const { organization, source, elsewhere } = await twoNodes();
    let asking = true;
    const busy = (async () => {
      while (asking) await elsewhere.send("GET", "/Users?count=0");
    })();
    await revoke(organization, source);
    await sleep(1_000);
    asking = false;
    await busy;
    assert.equal((await elsewhere.send("GET", "/Users")).status, 401);
  });

  test("mode, policy and mapping that were changed on one node are in force within a second on another", async () => {
    const { organization, source, elsewhere } = await twoNodes();
    const ann = await elsewhere.create("Users", person("ann"));
    const path = `/source-applications/${source.applicationId}/deprovisioning-policy`;
    await organization.call("PUT", path, { deleteDeactivatedUsers: true });
    await organization.remap(source, "title", "nickName");
    await sleep(1_000);
    await elsewhere.patch("Users", ann.id, { op: "add", path: "nickName", value: "Annie" });
    await elsewhere.setActive(ann.id, false);
    const user = await organization.user("ann@example.com");
    assert.deepEqual([user.status, user.attributes["title"]], ["binned", "Annie"]);
    await organization.setMode(source, "refusing");
    await sleep(1_000);
    assert.equal((await elsewhere.send("GET", "/Users")).status, 503);
  });
});
