import { connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";

/** An address that stays while what is behind it changes, as a load balancer's or a service's in front of PostgreSQL. */
export class Forwarder {
  /** The port of this machine that new connections are led to; undefined: nobody is there. */
  target: number | undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor() {
    this.#server = createServer((from) => {
      if (this.target === undefined) return void from.resetAndDestroy();
      const to = connect({ host: "127.0.0.1", port: this.target });
      from.pipe(to).pipe(from);
      this.#tie(from, to);
      this.#tie(to, from);
    });
  }

  static async open(target: number): Promise<Forwarder> {
    const opened = new Forwarder();
    opened.target = target;
    opened.#server.listen(0, "127.0.0.1");
    await once(opened.#server, "listening");
    return opened;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the forwarder does not listen");
    return address.port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #tie(one: Socket, other: Socket): void {
    this.#sockets.add(one);
    one.on("error", () => other.destroy());
    one.once("close", () => {
      this.#sockets.delete(one);
      other.destroy();
    });
  }
}
