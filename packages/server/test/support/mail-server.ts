import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import type { MailServer } from "../../src/actions/open-mailer.ts";

/** An e-mail as it came. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and text, with the encoding of long lines undone. */
  readonly content: string;
}

/** A mail server on this machine that keeps what it gets: enough of SMTP (RFC 5321) for one client. */
export interface TestMailServer {
  readonly settings: MailServer;
  readonly received: readonly ReceivedMail[];
  /** From now on it answers the content of each e-mail like this. */
  answer: string;
  close(): Promise<void>;
}

export async function startMailServer(): Promise<TestMailServer> {
  const received: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const started = { answer: "250 taken" };
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    speak(socket, (mail) => {
      if (started.answer.startsWith("250")) received.push(mail);
      return started.answer;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(started, {
    settings: { host: "127.0.0.1", port, tls: "never" as const, user: undefined, password: undefined },
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
}

function speak(socket: Socket, take: (mail: ReceivedMail) => string): void {
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  let [from, to, rest, inContent] = ["", [] as string[], "", false];
  say("220 mail.example ready");
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  socket.on("data", (text: string) => {
    rest += text;
    for (;;) {
      const end = rest.indexOf(inContent ? "\r\n.\r\n" : "\r\n");
      if (end === -1) return;
      const part = rest.slice(0, end);
      rest = rest.slice(end + (inContent ? 5 : 2));
      if (inContent) {
        inContent = false;
        say(take({ from, to, content: decoded(part) }));
      } else if (/^mail from:/i.test(part)) {
        from = part.replace(/^mail from:\s*<|>.*$/gi, "");
        to = [];
        say("250 ok");
      } else if (/^rcpt to:/i.test(part)) {
        to.push(part.replace(/^rcpt to:\s*<|>.*$/gi, ""));
        say("250 ok");
      } else if (/^data/i.test(part)) {
        inContent = true;
        say("354 go on");
      } else if (/^quit/i.test(part)) {
        socket.end("221 bye\r\n");
      } else {
        say("250 ok");
      }
    }
  });
}

/** Undoes quoted-printable, as far as texts of ours need it. */
function decoded(text: string): string {
  const bytes = text
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
