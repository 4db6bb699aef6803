import { createTransport } from "nodemailer";

/** A mail server as the settings name it. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** From the first byte; `starttls` begins in the clear and refuses to go on so; `never` is for a server beside us. */
  readonly tls: "always" | "starttls" | "never";
  readonly user: string | undefined;
  readonly password: string | undefined;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for every attempt, by which mailboxes tell a repetition. */
  readonly id: string;
}

/** Sends e-mails. */
export interface Mailer {
  readonly from: string;
  /** Sends one. @returns why it could not; null when the server took it */
  send(mail: Mail): Promise<string | null>;
  close(): void;
}

const connectMilliseconds = 10_000;
const answerMilliseconds = 20_000;

/** Opens the way to a mail server; nothing is sent before there is something to send. */
export function openMailer({ host, port, tls, user, password }: MailServer, from: string): Mailer {
  const transport = createTransport({
    host,
    port,
    secure: tls === "always",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "never",
    ...(user === undefined ? {} : { auth: { user, pass: password ?? "" } }),
    connectionTimeout: connectMilliseconds,
    greetingTimeout: connectMilliseconds,
    socketTimeout: answerMilliseconds,
    // Texts of ours alone: nothing is read from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.replace(/^.*@/, "").replace(/>$/, "");
  return {
    from,
    async send({ to, subject, text, id }) {
      try {
        await transport.sendMail({
          from,
          to,
          subject,
          text,
          messageId: `<${id}@${domain}>`,
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return null;
      } catch (error) {
        return describe(error);
      }
    },
    close: () => transport.close(),
  };
}

function describe(error: unknown): string {
  const { message, response } = error as { message?: string; response?: string };
  return (response ?? message ?? String(error)).replaceAll("\0", "").slice(0, 500);
}
