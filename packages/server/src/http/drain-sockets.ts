import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

const stepMilliseconds = 20;

/**
 * Lets a stop wait for connections: each answer tells its client to close, and a client that never stops asking has been
 * told within one request. What rests longer than the time given is closed then, so that nobody who asks is cut off
 * without an answer. A connection that has sent no request yet is closed too: browsers connect ahead, and Node does not
 * call such a connection idle but waits a minute for its headers.
 */
export function drainSockets(app: FastifyInstance, milliseconds: number): void {
  const open = new Set<Socket>();
  const unused = new Set<Socket>();
  app.server.on("connection", (socket: Socket) => {
    open.add(socket);
    unused.add(socket);
    socket.once("close", () => {
      open.delete(socket);
      unused.delete(socket);
    });
  });
  app.server.on("request", ({ socket }) => unused.delete(socket));
  app.addHook("preClose", async () => {
    for (const socket of open) tellToClose(socket);
    for (let left = milliseconds; left > 0 && open.size > 0; left -= stepMilliseconds) await sleep(stepMilliseconds);
    for (const socket of unused) socket.destroy();
  });
}

/** Node keeps the answer that is under way on a connection there; Fastify only tells those whose requests come from now. */
function tellToClose(socket: Socket & { _httpMessage?: ServerResponse | null }): void {
  const answer = socket._httpMessage;
  if (answer && !answer.headersSent) answer.setHeader("connection", "close");
}
