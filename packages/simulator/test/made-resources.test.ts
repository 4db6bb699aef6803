import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer } from "../src/verify/answer.ts";
import { MadeResources } from "../src/verify/made-resources.ts";
import { ProviderClient, type ProviderRequest } from "../src/verify/provider-client.ts";
import { type Respond, startStub } from "./stub-provider.ts";

const endpoints = ["/Users", "/Groups"];

interface Row {
  readonly title: string;
  readonly requests: readonly (readonly [ProviderRequest, answer?: Partial<Answer>])[];
  /** What is answered while it tidies up. */
  readonly respond?: Respond;
  /** What it sends to tidy up. */
  readonly sends: readonly string[];
  readonly left?: readonly string[];
}

const create = (name: string): ProviderRequest => ({ method: "POST", path: "/Users", body: { userName: name } });
const lookUp = "GET /Users?filter=userName%20eq%20%22ann%22";

const rows: readonly Row[] = [
  {
    title: "what was created is deleted, the last first",
    requests: [
      [create("ann"), { status: 201, body: { id: "1" } }],
      [
        { method: "POST", path: "/Groups?attributes=id", body: {} },
        { status: 201, body: { id: "g/1" } },
      ],
    ],
    sends: ["DELETE /Groups/g%2F1", "DELETE /Users/1"],
  },
  {
    title: "what was deleted already, or is gone, is let be",
    requests: [
      [create("ann"), { status: 201, body: { id: "1" } }],
      [{ method: "DELETE", path: "/Users/1" }, { status: 204 }],
    ],
    sends: [],
  },
  {
    title: "what a DELETE was refused for is tried again",
    requests: [
      [create("ann"), { status: 201, body: { id: "1" } }],
      [{ method: "DELETE", path: "/Users/1" }, { status: 412 }],
    ],
    sends: ["DELETE /Users/1"],
  },
  { title: "a refused create leaves nothing", requests: [[create("ann"), { status: 409 }]], sends: [] },
  {
    title: "a create without an answer is looked up by its name, and deleted where that very name is found",
    requests: [[create("ann")]],
    respond: ({ method }) =>
      method === "DELETE"
        ? { status: 204 }
        : {
            status: 200,
            body: { Resources: [{ id: "7", userName: "ANN" }, { id: "8", userName: "bob" }, { id: "9" }] },
          },
    sends: [lookUp, "DELETE /Users/7"],
  },
  {
    title: "a create that failed inside is looked up too",
    requests: [[create("ann"), { status: 500 }]],
    respond: () => ({ status: 400, body: {} }),
    sends: [lookUp],
  },
  {
    title: "a body that was sent as text counts as well",
    requests: [[{ method: "POST", path: "/Users", text: '{"userName":"ann"}' }, { status: 502 }]],
    respond: () => ({ status: 404 }),
    sends: [lookUp],
  },
  {
    title: "what a PUT or a POST at a resource created all the same is deleted",
    requests: [
      [
        { method: "PUT", path: "/Users/nobody" },
        { status: 201, body: { id: "2" } },
      ],
      [
        { method: "POST", path: "/Users/3" },
        { status: 201, body: { id: "4" } },
      ],
    ],
    sends: ["DELETE /Users/4", "DELETE /Users/2", "DELETE /Users/nobody"],
  },
  {
    title: "what a bulk job created is deleted, wherever its locations lead",
    requests: [
      [
        { method: "POST", path: "/Bulk", body: { Operations: [{ method: "POST", path: "/Users", data: {} }] } },
        {
          status: 200,
          body: {
            Operations: [
              { method: "POST", location: "https://elsewhere.example/v2/Users/5" },
              { method: "post", location: "/Groups/6" },
              { method: "PUT", location: "https://elsewhere.example/v2/Users/7" },
            ],
          },
        },
      ],
    ],
    sends: ["DELETE /Groups/6", "DELETE /Users/5"],
  },
  {
    title: "the creates of a bulk job without an answer are looked up by their names",
    requests: [
      [
        {
          method: "POST",
          path: "/Bulk",
          body: { Operations: [{ method: "POST", path: "/Users", data: { userName: "ann" } }] },
        },
      ],
    ],
    respond: () => ({ status: 200, body: { totalResults: 0 } }),
    sends: [lookUp],
  },
  {
    title: "no answer makes it delete a list",
    requests: [
      [create("ann"), { status: 201, body: { id: "" } }],
      [create("ann"), { status: 201, body: { id: ".." } }],
      [{ method: "PUT", path: "/Users" }, { status: 200 }],
      [{ method: "PUT", path: "/Schemas/x" }, { status: 200 }],
      [
        { method: "POST", path: "/Bulk", body: {} },
        {
          status: 200,
          body: {
            Operations: ["/Users", "https://x.example/Users/", "/"].map((location) => ({ method: "POST", location })),
          },
        },
      ],
    ],
    sends: [],
  },
  {
    title: "what cannot be deleted is told, with the reason",
    requests: [[create("ann"), { status: 201, body: { id: "1" } }]],
    respond: () => ({ status: 501 }),
    sends: ["DELETE /Users/1"],
    left: ["/Users/1: DELETE is answered 501"],
  },
];

for (const { title, requests, respond = () => ({ status: 204 }), sends, left = [] } of rows) {
  test(title, async () => {
    const stub = await startStub(respond);
    const client = new ProviderClient({ baseUrl: stub.baseUrl, token: "secret", concurrency: 1, patience: 5_000 });
    const made = new MadeResources(stub.baseUrl, endpoints);
    for (const [request, answer] of requests) {
      const settle = made.note(request);
      if (answer !== undefined)
        settle({ ...request, headers: new Map(), text: "", body: undefined, status: 0, ...answer });
    }
    assert.deepEqual(await made.deleteAll(client), left);
    assert.deepEqual(
      stub.requests.map(({ method, url }) => `${method} ${url}`),
      sends,
    );
    await client.close();
    await stub.close();
  });
}
