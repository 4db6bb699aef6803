import { type HttpConnection, openHttpConnection } from "./http-connection.ts";
import { type Timed, timeAll } from "./in-turn.ts";
import { pathOf, type ScimCall } from "./scim-call.ts";

/** Where SCIM calls go. */
export interface ScimTarget {
  readonly baseUrl: string;
  readonly token: string;
}

export interface SentCalls extends Timed {
  /** The ids of the resources in the answers, where `keep` asked for them; in the order of the calls. */
  readonly ids: readonly string[];
  readonly answers: readonly string[];
}

/** An answer other than the call expects. */
export class UnexpectedAnswer extends Error {
  override readonly name = "UnexpectedAnswer";
  /** What came instead, in a few words. */
  readonly found: string;

  constructor(call: ScimCall, expected: string, found: string) {
    super(`${call.method} ${pathOf(call)}: expected ${expected}, found ${found}`);
    this.found = found;
  }
}

interface WrittenCall {
  readonly call: ScimCall;
  readonly index: number;
  readonly text: string;
}

/**
 * Sends calls over `concurrency` sockets, the next one on each as soon as its answer is there, and checks every answer.
 *
 * @param journey calls that belong together: one socket sends them one after the other
 * @throws UnexpectedAnswer at the first answer that is not what its call expects
 */
export async function sendCalls(
  target: ScimTarget,
  calls: readonly ScimCall[],
  concurrency: number,
  keep: "nothing" | "ids" | "answers" = "nothing",
  journey = 1,
): Promise<SentCalls> {
  const base = new URL(target.baseUrl);
  // Written before the clock runs: making requests is not what is measured.
  const written = calls.map((call, index) => ({ call, index, text: requestText(base, target.token, call) }));
  const journeys = Array.from({ length: Math.ceil(written.length / journey) }, (_, index) =>
    written.slice(index * journey, (index + 1) * journey),
  );
  const connections = await Promise.all(Array.from({ length: concurrency }, () => openHttpConnection(base)));
  const ids: string[] = [];
  const answers: string[] = [];
  const sendOne = async (connection: HttpConnection, { call, index, text }: WrittenCall): Promise<void> => {
    const { status, body } = await connection.send(text).catch((error: Error) => {
      throw new UnexpectedAnswer(call, "an answer", error.message);
    });
    check(call, status, body);
    if (keep === "ids") ids[index] = (JSON.parse(body) as { id: string }).id;
    if (keep === "answers") answers[index] = body;
  };
  try {
    const timed = await timeAll(journeys, concurrency, async (steps, worker) => {
      const connection = connections[worker];
      if (connection === undefined) return;
      for (const step of steps) await sendOne(connection, step);
    });
    return { ...timed, ids, answers };
  } finally {
    for (const connection of connections) connection.close();
  }
}

function requestText({ host, pathname }: URL, token: string, call: ScimCall): string {
  const body = call.body === undefined ? "" : JSON.stringify(call.body);
  const type =
    body === "" ? "" : `content-type: application/scim+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return (
    `${call.method} ${pathname}${pathOf(call)} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n` +
    `accept: application/scim+json\r\nuser-agent: rollcall-bench\r\n${type}\r\n${body}`
  );
}

function check(call: ScimCall, status: number, body: string): void {
  const shown = body.slice(0, 300);
  const found = `${status}: ${shown}`;
  const statuses = call.status.join(" or ");
  if (!call.status.includes(status)) throw new UnexpectedAnswer(call, statuses, found);
  const missing = call.contains.find((text) => !body.includes(text));
  if (missing !== undefined) {
    throw new UnexpectedAnswer(call, `${statuses} with ${missing}`, `${status} without ${missing}: ${shown}`);
  }
  if (call.occurs === undefined) return;
  const { text, times } = call.occurs;
  const counted = countOf(body, text);
  if (counted !== times)
    throw new UnexpectedAnswer(
      call,
      `${text} ${times} times`,
      `${status} with ${text} ${counted} times, not ${times}: ${shown}`,
    );
}

function countOf(body: string, text: string): number {
  let count = 0;
  for (let at = body.indexOf(text); at !== -1; at = body.indexOf(text, at + text.length)) count += 1;
  return count;
}
