import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerCalls } from "./call-process.ts";

// A process of its own: what node:http alone can answer. It looks the path up in a Map and sends ready-made bytes.

let answers = new Map<string, Buffer>();

const server = createServer((request, response) => {
  const body = answers.get(request.url ?? "");
  if (body === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": "application/scim+json", "content-length": body.length }).end(body);
});

const methods = {
  /** Listens and answers each path with its text; returns where. */
  async serve({ texts }: { texts: readonly (readonly [path: string, text: string])[] }): Promise<string> {
    answers = new Map(texts.map(([path, text]) => [path, Buffer.from(text)]));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
};

export type RawHttp = typeof methods;

answerCalls(methods, async () => {
  server.closeAllConnections();
});
