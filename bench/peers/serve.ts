import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request with its whole body. */
export interface AskedPeer {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PeerAnswer {
  readonly status: number;
  readonly body: string;
}

/** Serves a library that has no HTTP server of its own by bare node:http, the cheapest there is. */
export async function serve(
  answer: (asked: AskedPeer) => Promise<PeerAnswer>,
): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://127.0.0.1");
      const body = Buffer.concat(chunks).toString("utf8");
      void reply(response, answer({ method: request.method ?? "GET", url, headers: request.headers, body }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function reply(response: ServerResponse, answering: Promise<PeerAnswer>): Promise<void> {
  const failed = (error: Error): PeerAnswer => ({ status: 500, body: JSON.stringify({ detail: error.message }) });
  const { status, body } = await answering.catch(failed);
  const bytes = Buffer.from(status === 204 ? "" : body);
  const length = status === 204 ? {} : { "content-length": bytes.length };
  response.writeHead(status, { "content-type": "application/scim+json", ...length }).end(bytes);
}
