import type { Rollcall } from "./rollcall.ts";

const schemas = {
  user: "urn:ietf:params:scim:schemas:core:2.0:User",
  group: "urn:ietf:params:scim:schemas:core:2.0:Group",
  patch: "urn:ietf:params:scim:api:messages:2.0:PatchOp",
} as const;

export interface PushedPerson {
  readonly email: string;
  readonly name: string;
  readonly active?: boolean;
  /** What the source sends besides. */
  readonly more?: object;
}

/** A source of people that pushes to an application, as far as a test of the console needs one. */
export interface Source {
  /** Of the application that it pushes to. */
  readonly applicationId: string;
  /** Creates a person, whose user name is the e-mail address; answers the SCIM id. */
  createUser(person: PushedPerson): Promise<string>;
  /** Creates a group; answers the SCIM id. */
  createGroup(name: string, memberIds?: readonly string[]): Promise<string>;
  /** Replaces one value of a user. */
  replace(userId: string, path: string, value: unknown): Promise<void>;
  /** Replaces one value of a user or group: `/Groups/…`. */
  change(resource: string, path: string, value: unknown): Promise<void>;
  /** Sends any request, and answers its status. */
  ask(method: string, path: string): Promise<number>;
  /** Takes a user or group away: `/Users/…`. */
  remove(path: string): Promise<void>;
}

/** Makes an application of an organization, and a source that holds its base URL and token. */
export async function connectSource(rollcall: Rollcall, organizationId: string, displayName: string): Promise<Source> {
  const application = await rollcall.api<{ id: string; scimBaseUrl: string; bearerToken: string }>(
    "POST",
    `/organizations/${organizationId}/source-applications`,
    { displayName, kind: "okta" },
  );
  function send(method: string, path: string, body?: object): Promise<Response> {
    return fetch(application.scimBaseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${application.bearerToken}`,
        "content-type": "application/scim+json",
        "user-agent": "Okta SCIM Client 1.0.0",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  async function push(method: string, path: string, body?: object): Promise<{ readonly id: string }> {
    const response = await send(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? { id: "" } : JSON.parse(text)) as { id: string };
  }
  async function change(resource: string, path: string, value: unknown): Promise<void> {
    await push("PATCH", resource, { schemas: [schemas.patch], Operations: [{ op: "replace", path, value }] });
  }
  return {
    applicationId: application.id,
    async createUser({ email, name, active = true, more = {} }) {
      const [givenName, ...rest] = name.split(" ");
      const { id } = await push("POST", "/Users", {
        schemas: [schemas.user],
        userName: email,
        externalId: `ext-${email}`,
        active,
        displayName: name,
        name: { givenName, familyName: rest.join(" ") },
        emails: [{ value: email, type: "work", primary: true }],
        ...more,
      });
      return id;
    },
    async createGroup(name, memberIds = []) {
      const members = memberIds.map((value) => ({ value }));
      return (await push("POST", "/Groups", { schemas: [schemas.group], displayName: name, members })).id;
    },
    replace: (userId, path, value) => change(`/Users/${userId}`, path, value),
    change,
    async ask(method, path) {
      return (await send(method, path)).status;
    },
    async remove(path) {
      await push("DELETE", path);
    },
  };
}
