import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a test says is answered to a request; undefined: no answer, the socket is closed. */
export type Respond = (request: StubRequest) => StubAnswer | undefined;

export interface StubRequest {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface StubAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StubProvider {
  readonly baseUrl: string;
  readonly requests: readonly StubRequest[];
  close(): Promise<void>;
}

/** Starts a service provider that answers as the test says, on a free port of loopback, below /scim/v2. */
export async function startStub(respond: Respond): Promise<StubProvider> {
  const requests: StubRequest[] = [];
  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const { method = "", headers } = request;
    const received = { method, url: (request.url ?? "").replace("/scim/v2", ""), headers, body };
    requests.push(received);
    const found = respond(received);
    if (found === undefined) return void response.destroy();
    const text = typeof found.body === "string" ? found.body : JSON.stringify(found.body);
    response.writeHead(found.status, { "content-type": "application/scim+json", ...found.headers }).end(text);
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
