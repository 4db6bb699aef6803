import { createSocket } from "node:dgram";

/** What a DNS server says of a name: TXT records, that there is no such name, that it failed, or nothing at all. */
export type DnsAnswer = readonly string[] | "no-such-name" | "failure" | "silence";

/** A DNS server on this machine that knows TXT records. */
export interface TestDnsServer {
  /** As a setting names it. */
  readonly address: string;
  /** What it says, by names in lower case; `no-such-name` of all others. */
  readonly answers: Map<string, DnsAnswer>;
  /** The names that it was asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

const headerBytes = 12;
const rcodes = { "no-such-name": 3, failure: 2 } as const;

/** Starts one, over UDP on loopback. */
export async function startDnsServer(): Promise<TestDnsServer> {
  const answers = new Map<string, DnsAnswer>();
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const { name, end } = readQuestion(query);
    asked.push(name);
    const answer = answers.get(name) ?? "no-such-name";
    if (answer !== "silence") socket.send(writeAnswer(query.subarray(0, end), answer), from.port, from.address);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, "127.0.0.1", resolve);
  });
  return {
    address: `127.0.0.1:${socket.address().port}`,
    answers,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** The name that a query asks for, and where its question ends. */
function readQuestion(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  // The empty label, type and class.
  return { name: labels.join(".").toLowerCase(), end: at + 5 };
}

function writeAnswer(question: Buffer, answer: Exclude<DnsAnswer, "silence">): Buffer {
  const records = typeof answer === "string" ? [] : answer.map(writeText);
  const header = Buffer.alloc(headerBytes);
  question.copy(header, 0, 0, 2);
  // A response, recursion available, with its code.
  header.writeUInt16BE(0x8180 | (typeof answer === "string" ? rcodes[answer] : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, question.subarray(headerBytes), ...records]);
}

/** A TXT record of the name that was asked for, in parts of 255 bytes, not to be kept. */
function writeText(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const parts: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += 255) {
    const part = bytes.subarray(at, at + 255);
    parts.push(Buffer.from([part.length]), part);
  }
  const data = Buffer.concat(parts);
  const head = Buffer.from([0xc0, headerBytes, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0]);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
