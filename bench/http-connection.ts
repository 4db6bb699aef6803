import { connect, type Socket } from "node:net";

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One socket that sends a request when the answer to the one before is there. */
export interface HttpConnection {
  /** Sends a whole request, written beforehand. @throws Error where the answer is not HTTP as our servers speak it */
  send(request: string): Promise<HttpAnswer>;
  close(): void;
}

/**
 * Opens a socket that speaks the little HTTP of the bench. A client for everything shares the processors with what is
 * measured and takes as much of them as a read of the server: what it takes would count as the server's.
 */
export async function openHttpConnection({ hostname, port }: URL): Promise<HttpConnection> {
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  let waiting: PromiseWithResolvers<HttpAnswer> | undefined;
  let received: Buffer = Buffer.alloc(0);
  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = undefined;
  };
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the server closed the connection")));
  socket.on("data", (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      const answer = readAnswer(received);
      if (answer === undefined) return;
      received = Buffer.alloc(0);
      waiting?.resolve(answer);
      waiting = undefined;
    } catch (error) {
      fail(error as Error);
    }
  });
  return {
    send(request) {
      waiting = Promise.withResolvers<HttpAnswer>();
      socket.write(request);
      return waiting.promise;
    },
    close: () => void socket.destroy(),
  };
}

/** Reads an answer, which is all that can have come; undefined where some of it is still under way. */
function readAnswer(received: Buffer): HttpAnswer | undefined {
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const head = received.toString("latin1", 0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (Number.isNaN(status) || (length === undefined && status !== 204)) {
    throw new Error(`expected an answer with a content-length, found ${head.slice(0, 200)}`);
  }
  const whole = end + 4 + Number(length ?? 0);
  if (received.length < whole) return undefined;
  if (received.length > whole) throw new Error("more came than one answer");
  return { status, body: received.toString("utf8", end + 4, whole) };
}
