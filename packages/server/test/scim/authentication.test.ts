import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type CreatedApplication, startTestServer, type TestServer } from "../support/server.ts";

describe("authentication beside the bearer token", () => {
  let server: TestServer;
  let application: CreatedApplication;
  let now = new Date().toISOString();
  before(async () => {
    server = await startTestServer({ now: () => now });
    application = await server.createSourceApplication("Authenticated");
  });
  after(() => server.close());

  const basicOf = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  const status = async (authorization: string) =>
    (await fetch(`${application.scimBaseUrl}/Users`, { headers: { authorization } })).status;
  const schemes = async () => {
    const response = await fetch(`${application.scimBaseUrl}/ServiceProviderConfig`);
    const body = (await response.json()) as { authenticationSchemes: { type: string }[] };
    return body.authenticationSchemes.map(({ type }) => type);
  };
  const change = (body: object) => server.api("PATCH", `/source-applications/${application.id}`, body);

  test("the token as the password of HTTP Basic works only while the application allows it, and is advertised then", async () => {
    const header = basicOf("anything", application.bearerToken);
    assert.equal(await status(header), 401);
    assert.deepEqual(await schemes(), ["oauthbearertoken"]);
    await change({ basicAllowed: true });
    assert.equal(await status(header), 200);
    assert.equal(await status(basicOf("anything", "wrong")), 401);
    assert.deepEqual(await schemes(), ["oauthbearertoken", "httpbasic"]);
    await change({ basicAllowed: false });
    assert.equal(await status(header), 401);
    assert.equal(await status(`Bearer ${application.bearerToken}`), 200);
  });

  interface Client {
    readonly id: string;
    readonly clientSecret: string;
    readonly tokenUrl: string;
  }
  interface TokenAnswer {
    readonly status: number;
    readonly headers: Headers;
    readonly body: { access_token: string; token_type: string; expires_in: number; error?: string };
  }
  const newClient = async (id = application.id): Promise<Client> =>
    (await server.api<Client>("POST", `/source-applications/${id}/oauth-clients`, { name: "Okta" })).body;
  async function exchange(
    url: string,
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<TokenAnswer> {
    const response = await fetch(url, { method: "POST", body: new URLSearchParams(form), headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as TokenAnswer["body"] };
  }
  const grant = { grant_type: "client_credentials" };

  test("RFC 6749 section 4.4: a client exchanges its credentials, in the body or in HTTP Basic, for a token of one hour", async () => {
    const client = await newClient();
    const inBody = await exchange(client.tokenUrl, {
      ...grant,
      client_id: client.id,
      client_secret: client.clientSecret,
    });
    const inHeader = await exchange(client.tokenUrl, grant, { authorization: basicOf(client.id, client.clientSecret) });
    for (const answer of [inBody, inHeader]) {
      assert.equal(answer.status, 200);
      assert.deepEqual([answer.body.token_type, answer.body.expires_in], ["Bearer", 3600]);
      assert.equal(answer.headers.get("cache-control"), "no-store");
      assert.equal(await status(`Bearer ${answer.body.access_token}`), 200);
    }
    assert.ok((await schemes()).includes("oauth2"));
    const begun = now;
    now = new Date(Date.parse(begun) + 3_599_000).toISOString();
    assert.equal(await status(`Bearer ${inBody.body.access_token}`), 200);
    now = new Date(Date.parse(begun) + 3_600_000).toISOString();
    assert.equal(await status(`Bearer ${inBody.body.access_token}`), 401);
    now = begun;
  });

  test("a revoked client gets no token, and those it has are dead at once", async () => {
    const client = await newClient();
    const credentials = { ...grant, client_id: client.id, client_secret: client.clientSecret };
    const { body } = await exchange(client.tokenUrl, credentials);
    assert.equal(await status(`Bearer ${body.access_token}`), 200);
    await server.api("DELETE", `/source-applications/${application.id}/oauth-clients/${client.id}`);
    assert.equal(await status(`Bearer ${body.access_token}`), 401);
    const again = await exchange(client.tokenUrl, credentials);
    assert.deepEqual([again.status, again.body.error], [401, "invalid_client"]);
  });

  test("an access token opens its own application only, and so do a client's credentials", async () => {
    const other = await server.createSourceApplication("Other");
    const client = await newClient();
    const credentials = { ...grant, client_id: client.id, client_secret: client.clientSecret };
    const { body } = await exchange(client.tokenUrl, credentials);
    const elsewhere = await fetch(`${other.scimBaseUrl}/Users`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    assert.equal(elsewhere.status, 404);
    const otherUrl = client.tokenUrl.replace(application.id, other.id);
    assert.deepEqual((await exchange(otherUrl, credentials)).body.error, "invalid_client");
  });

  test("RFC 6749 section 5.2: each refusal has its error code", async () => {
    const client = await newClient();
    const good = { client_id: client.id, client_secret: client.clientSecret };
    const refused: readonly [string, Record<string, string>, Record<string, string>, number, string][] = [
      ["no grant type", good, {}, 400, "invalid_request"],
      ["another grant type", { ...good, grant_type: "password" }, {}, 400, "unsupported_grant_type"],
      ["no credentials", grant, {}, 401, "invalid_client"],
      ["a wrong secret", { ...grant, ...good, client_secret: "x" }, {}, 401, "invalid_client"],
      ["an unknown client", { ...grant, ...good, client_id: "x" }, {}, 401, "invalid_client"],
      [
        "credentials twice",
        { ...grant, ...good },
        { authorization: basicOf(client.id, client.clientSecret) },
        400,
        "invalid_request",
      ],
      ["a wrong secret in Basic", grant, { authorization: basicOf(client.id, "x") }, 401, "invalid_client"],
    ];
    for (const [name, form, headers, code, error] of refused) {
      const answer = await exchange(client.tokenUrl, form, headers);
      assert.deepEqual([answer.status, answer.body.error], [code, error], name);
      const challenged = headers["authorization"] !== undefined && code === 401;
      assert.equal(answer.headers.get("www-authenticate") !== null, challenged, name);
    }
    const asJson = await fetch(client.tokenUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...grant, ...good }),
    });
    assert.equal(asJson.status, 400);
  });

  test("secrets and access tokens are kept nowhere in clear", async () => {
    const client = await newClient();
    const { body } = await exchange(client.tokenUrl, {
      ...grant,
      client_id: client.id,
      client_secret: client.clientSecret,
    });
    const listed = await server.api<object>("GET", `/source-applications/${application.id}/oauth-clients`);
    assert.ok(!JSON.stringify(listed.body).includes(client.clientSecret));
    const rows = await server.database.lists.query<{ row: string }>(
      {
        name: undefined,
        text: "select t::text as row from oauth_clients t union all select t::text from oauth_access_tokens t",
      },
      [],
    );
    assert.ok(rows.length > 1);
    assert.ok(rows.every(({ row }) => !row.includes(client.clientSecret) && !row.includes(body.access_token)));
  });
});
