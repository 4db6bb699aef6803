import { openHttpConnection } from "./http-connection.ts";
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

/**
 * Sends calls over `concurrency` sockets, the next one on each as soon as its answer is there, and checks every answer.
 *
 * @throws Error at the first answer that is not what its call expects
 */
export async function sendCalls(
  target: ScimTarget,
  calls: readonly ScimCall[],
  concurrency: number,
  keep: "nothing" | "ids" | "answers" = "nothing",
): Promise<SentCalls> {
  const base = new URL(target.baseUrl);
  // Written before the clock runs: making requests is not what is measured.
  const requests = calls.map((call, index) => ({ call, index, text: requestText(base, target.token, call) }));
  const connections = await Promise.all(Array.from({ length: concurrency }, () => openHttpConnection(base)));
  const ids: string[] = [];
  const answers: string[] = [];
  try {
    const timed = await timeAll(requests, concurrency, async ({ call, index, text }, worker) => {
      const answered = await connections[worker]?.send(text);
      const { status, body } = answered ?? { status: 0, body: "" };
      check(call, status, body);
      if (keep === "ids") ids[index] = (JSON.parse(body) as { id: string }).id;
      if (keep === "answers") answers[index] = body;
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
  const missing = call.contains.find((text) => !body.includes(text));
  if (status === call.status && missing === undefined) return;
  const expected = missing === undefined ? String(call.status) : `${call.status} with ${missing}`;
  throw new Error(`${call.method} ${pathOf(call)}: expected ${expected}, found ${status}: ${body.slice(0, 500)}`);
}
