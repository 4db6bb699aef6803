import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A connection on which a test sends bytes when it wants, or never. */
export class RawConnection {
  readonly socket: Socket;
  /** All that came back. */
  received = "";
  /** Resolves when the other end has closed it. */
  readonly closed: Promise<unknown>;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => (this.received += text));
    // The end follows, and is what a test looks at.
    socket.on("error", () => undefined);
    this.closed = new Promise((resolve) => socket.once("close", resolve));
  }

  static async open(origin: string): Promise<RawConnection> {
    const { hostname: host, port } = new URL(origin);
    const socket = connect({ host, port: Number(port) });
    await once(socket, "connect");
    return new RawConnection(socket);
  }

  send(text: string): void {
    this.socket.write(text);
  }

  /** Waits until the answer's head and a byte of its body are there, or the connection is closed. @returns the status */
  async answer(): Promise<number> {
    while (!/^HTTP\/1\.1 \d{3} [\s\S]*?\r\n\r\n./.test(this.received) && !this.socket.closed) {
      await Promise.race([new Promise((resolve) => this.socket.once("data", resolve)), this.closed]);
    }
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(this.received)?.[1]);
  }
}

/** The head of a SCIM request. */
export function head(
  method: string,
  url: string,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const { host, pathname, search } = new URL(url);
  const lines = Object.entries({ host, authorization: `Bearer ${token}`, ...headers });
  return `${method} ${pathname}${search} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}
