import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import type { FuzzRequest } from "./fuzz-request.ts";

/** An answer, with what it took. */
export interface FuzzAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly milliseconds: number;
}

/** After so long without an answer a request counts as hanging. */
const patience = 30_000;

export interface Sender {
  /** @throws {Error} when there is no answer */
  send(request: FuzzRequest): Promise<FuzzAnswer>;
  close(): void;
}

/** Sends requests to a SCIM base URL by node:http, which adds nothing but Host and the length. */
export function openSender(scimBaseUrl: string): Sender {
  const agent = new Agent({ keepAlive: true });
  const base = new URL(scimBaseUrl);
  return {
    send: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const begun = performance.now();
        const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
        const sent = httpRequest({
          agent,
          host: base.hostname,
          port: base.port,
          method,
          path: base.pathname + path,
          headers: { ...headersThatCanBeSent(headers), ...length },
          timeout: patience,
        });
        sent.on("timeout", () => sent.destroy(new Error(`no answer within ${patience} milliseconds`)));
        sent.on("error", reject);
        sent.on("response", (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", reject);
          answer.on("end", () =>
            resolve({
              status: answer.statusCode ?? 0,
              contentType: answer.headers["content-type"] ?? "",
              text: Buffer.concat(chunks).toString("utf8"),
              milliseconds: performance.now() - begun,
            }),
          );
        });
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

/** node:http refuses to send what no header can hold. */
function headersThatCanBeSent(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, "?")]),
  );
}

/** What came back over a socket: the statuses of all answers, none when the connection was closed without one. */
export async function sendBytes(origin: string, bytes: Buffer, quietMilliseconds: number): Promise<number[]> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  let text = "";
  socket.setEncoding("latin1");
  await new Promise<void>((resolve) => {
    socket.on("data", (chunk: string) => {
      text += chunk;
    });
    // A server that closes before all is sent resets the connection: that is an answer too.
    socket.on("error", () => resolve());
    socket.on("close", () => resolve());
    socket.setTimeout(quietMilliseconds, () => resolve());
    socket.write(bytes);
  });
  socket.destroy();
  return [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
}
