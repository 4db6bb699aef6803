import assert from "node:assert/strict";
import type { DirectoryUser } from "@rollcall/admin-api/directory-users.ts";
import type { Exchange, ExchangeDetails } from "@rollcall/admin-api/exchanges.ts";
import type { Mapping } from "@rollcall/admin-api/mappings.ts";
import type { CreatedApplication } from "../support/server.ts";
import { type AnsweredResource, person, type Source } from "../support/source.ts";
import { type NodeCaller, until } from "./node-caller.ts";

/** One setting of a case: an organization of its own, an application, and its source, which calls the other node. */
export interface SettingCase {
  /** The node where administrators work. */
  readonly changing: NodeCaller;
  readonly organizationId: string;
  readonly application: CreatedApplication;
  readonly other: NodeCaller;
  /** Calls the other node, and has called it already: what it knows of the application is as it was. */
  readonly source: Source;
  readonly ann: AnsweredResource;
}

/** What a case waits to see after the change: throws while the other node works by what was before. */
type InForce = () => Promise<void>;
/** Prepares a case by way of the other node, and returns the change; that returns the sight of it. */
type Prepare = (one: SettingCase) => Promise<() => Promise<InForce>>;

const urlOf = ({ application }: SettingCase): string => `/source-applications/${application.id}`;

async function directory({ changing, organizationId }: SettingCase): Promise<Record<string, DirectoryUser>> {
  const path = `/organizations/${organizationId}/directory-users`;
  const { items } = await changing.call<{ items: DirectoryUser[] }>("GET", path);
  return Object.fromEntries(items.map((user) => [user.userName, user]));
}

async function statusOfAnn(one: SettingCase): Promise<string | undefined> {
  return (await directory(one))["ann@example.com"]?.status;
}

/** Maps one more attribute. */
async function mapTo(one: SettingCase, attribute: string, path: string): Promise<void> {
  const mapping = await one.changing.call<Mapping>("GET", `${urlOf(one)}/mapping`);
  const others = mapping.users.filter((rule) => rule.attribute !== attribute);
  const users = [...others, { attribute, source: { paths: [path] } }];
  await one.changing.call("PUT", `${urlOf(one)}/mapping`, { ...mapping, users });
}

async function valueOfAnn(one: SettingCase, attribute: string): Promise<unknown> {
  return (await directory(one))["ann@example.com"]?.attributes[attribute];
}

const works = async (source: Source, status: number): Promise<void> => {
  const answer = await source.send("GET", "/Users?count=1");
  assert.equal(answer.status, status, answer.text);
};

/** Every kind of setting that a node keeps compiled, and how it shows that a change of it is in force. */
export const settingsInForce: Readonly<Record<string, Prepare>> = {
  "a bearer token that is revoked": async (one) => {
    const made = await one.changing.call<{ id: string; bearerToken: string }>("POST", `${urlOf(one)}/bearer-tokens`, {
      name: "Second",
    });
    const source = one.source.withToken(made.bearerToken);
    await works(source, 200);
    return async () => {
      await one.changing.call("DELETE", `${urlOf(one)}/bearer-tokens/${made.id}`);
      return () => works(source, 401);
    };
  },
  "the access tokens of an OAuth client that is revoked": async (one) => {
    const client = await one.changing.call<{ id: string; clientSecret: string }>(
      "POST",
      `${urlOf(one)}/oauth-clients`,
      {
        name: "SAP",
      },
    );
    const tokenUrl = one.source.baseUrl.replace(/\/v2$/, "/oauth/token");
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: client.id,
      client_secret: client.clientSecret,
    });
    const issued = (await (await fetch(tokenUrl, { method: "POST", body })).json()) as { access_token: string };
    const source = one.source.withToken(issued.access_token);
    await works(source, 200);
    return async () => {
      await one.changing.call("DELETE", `${urlOf(one)}/oauth-clients/${client.id}`);
      return () => works(source, 401);
    };
  },
  "HTTP Basic that is not allowed any more": async (one) => {
    await one.changing.call("PATCH", urlOf(one), { basicAllowed: true });
    const authorization = `Basic ${btoa(`rollcall:${one.source.token}`)}`;
    const read = () => one.source.send("GET", "/Users?count=1", undefined, { authorization });
    await until("HTTP Basic is allowed", async () => ((await read()).status === 200 ? true : undefined));
    return async () => {
      await one.changing.call("PATCH", urlOf(one), { basicAllowed: false });
      return async () => assert.equal((await read()).status, 401);
    };
  },
  "a mapping": async (one) => async () => {
    await mapTo(one, "displayName", "nickName");
    return async () => {
      await one.source.patch("Users", one.ann.id, { op: "replace", path: "nickName", value: "Annie" });
      assert.equal(await valueOfAnn(one, "displayName"), "Annie");
    };
  },
  "a custom attribute and its mapping": async (one) => async () => {
    const attribute = { name: "shoeSize", label: "Shoe size", type: "string" };
    await one.changing.call("POST", `/organizations/${one.organizationId}/directory-attributes`, attribute);
    await mapTo(one, "shoeSize", "nickName");
    return async () => {
      await one.source.patch("Users", one.ann.id, { op: "replace", path: "nickName", value: "41" });
      assert.equal(await valueOfAnn(one, "shoeSize"), "41");
    };
  },
  "a deprovisioning policy": async (one) => async () => {
    await one.changing.call("PUT", `${urlOf(one)}/deprovisioning-policy`, { deleteDeactivatedUsers: true });
    return async () => {
      await one.source.setActive(one.ann.id, false);
      assert.notEqual(await statusOfAnn(one), "disabled");
    };
  },
  "a guard": async (one) => async () => {
    await one.changing.call("PUT", `${urlOf(one)}/guard`, { enabled: true, atLeast: 0, percent: 0 });
    return async () => {
      await one.source.setActive(one.ann.id, false);
      assert.equal(await statusOfAnn(one), "enabled");
    };
  },
  "a limit of calls": async (one) => async () => {
    const limit = { enabled: true, perSecond: 1, raisedPerSecond: 1, inFlight: 1 };
    await one.changing.call("PUT", `${urlOf(one)}/call-limit`, limit);
    return async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => one.source.send("GET", "/Users?count=1")));
      assert.ok(answers.some(({ status }) => status === 429));
    };
  },
  "a pause": async (one) => async () => {
    await one.changing.call("PATCH", urlOf(one), { mode: "paused" });
    return async () => {
      await one.source.setActive(one.ann.id, false);
      assert.equal(await statusOfAnn(one), "enabled");
    };
  },
  "the mode refusing": async (one) => async () => {
    await one.changing.call("PATCH", urlOf(one), { mode: "refusing" });
    return () => works(one.source, 503);
  },
  "a schema and its resource type": async (one) => async () => {
    const schema = "urn:example:params:scim:schemas:device:1.0";
    const schemas = [{ id: schema, name: "Device", attributes: [{ name: "serialNumber" }] }];
    await one.changing.call("PUT", `${urlOf(one)}/schemas`, { schemas });
    const { resourceTypes } = await one.changing.call<{ resourceTypes: object[] }>(
      "GET",
      `${urlOf(one)}/resource-types`,
    );
    const device = { name: "Device", endpoint: "/Devices", schema };
    await one.changing.call("PUT", `${urlOf(one)}/resource-types`, { resourceTypes: [...resourceTypes, device] });
    return async () => assert.equal((await one.source.send("GET", "/Devices")).status, 200);
  },
  "deviations that are refused": async (one) => async () => {
    await one.changing.call("PUT", `${urlOf(one)}/dialects`, { strict: true });
    return async () => {
      const value = JSON.parse('"True"');
      const answer = await one.source.tryPatch("Users", one.ann.id, { op: "replace", path: "active", value });
      assert.equal(answer.status, 400, answer.text);
    };
  },
  "the domains that people are linked by": async (one) => {
    const other = await one.changing.createApplication(one.organizationId, "Other");
    const otherUrl = `/source-applications/${other.id}`;
    const source = one.other.source(other);
    await works(source, 200);
    return async () => {
      const domains = ["example.com"];
      await one.changing.call("PUT", `/organizations/${one.organizationId}/domains`, { domains });
      await one.changing.call("PUT", `${otherUrl}/domains`, { domains });
      return async () => {
        await source.create("Users", person("ann"));
        const path = `/organizations/${one.organizationId}/conflicts`;
        assert.deepEqual((await one.changing.call<{ items: object[] }>("GET", path)).items, []);
      };
    };
  },
  "what is masked in exchanges": async (one) => async () => {
    const settings = { maskedPaths: ["nickName"], retentionDays: 30, contentRetentionDays: 7 };
    await one.changing.call("PUT", `/organizations/${one.organizationId}/exchange-settings`, settings);
    return async () => {
      await one.source.create("Users", person("bob", { nickName: "Bobby" }));
      const content = await until("the exchange is recorded", async () => {
        const { items } = await one.changing.call<{ items: Exchange[] }>("GET", `${urlOf(one)}/exchanges`);
        const [last] = items;
        if (last?.method !== "POST" || items.length < 2) return undefined;
        const found = await one.changing.call<ExchangeDetails>("GET", `${urlOf(one)}/exchanges/${last.id}`);
        return found.request?.text;
      });
      assert.match(content, /"nickName":"•••"/);
    };
  },
  "an application that is deleted": async (one) => async () => {
    await one.changing.call("DELETE", urlOf(one));
    return () => works(one.source, 401);
  },
};
