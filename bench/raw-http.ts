import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { answerCalls } from "./call-process.ts";
import type { RecordedCall } from "./record-statements.ts";
import { openReplay, type Replay } from "./replay-statements.ts";

// A process of its own: what node:http can answer. It looks the path up in a Map and sends ready-made bytes: at once, or
// when the statements of the read have been answered. No token, no router, no record, and nothing is made of the rows.

interface Ready {
  readonly body: Buffer;
  readonly read: RecordedCall;
}

/** Those of a replay share its pipelined connections. */
const sharedWorkers = 16;

let answers = new Map<string, Ready>();
let replay: Replay | undefined;
let turn = 0;

function serve(read: (ready: Ready) => Promise<unknown> | undefined) {
  return createServer((request, response) => {
    const ready = answers.get(request.url ?? "");
    if (ready === undefined) {
      response.writeHead(404, { "content-length": 0 }).end();
      return;
    }
    const send = (): void => {
      const headers = { "content-type": "application/scim+json", "content-length": ready.body.length };
      response.writeHead(200, headers).end(ready.body);
    };
    const reading = read(ready);
    if (reading === undefined) send();
    else reading.then(send, (error: Error) => response.destroy(error));
  });
}

const servers = [
  serve(() => undefined),
  serve(({ read }) => {
    turn = (turn + 1) % sharedWorkers;
    return replay?.send(read, turn);
  }),
];
const methods = {
  /** Answers each path with its text; returns where, with ready-made bytes alone and with the statements before them. */
  async serve({
    socketFolder,
    texts,
  }: {
    socketFolder: string;
    texts: readonly (readonly [path: string, text: string, read: RecordedCall])[];
  }): Promise<{ alone: string; withStatements: string }> {
    answers = new Map(texts.map(([path, text, read]) => [path, { body: Buffer.from(text), read }]));
    replay = await openReplay(socketFolder, sharedWorkers);
    const [alone = "", withStatements = ""] = await Promise.all(
      servers.map(async (server) => {
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      }),
    );
    return { alone, withStatements };
  },
};

export type RawHttp = typeof methods;

answerCalls(methods, async () => {
  for (const server of servers) server.closeAllConnections();
  await replay?.close();
});
