import { type Dispatcher, Pool } from "undici";
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
  const pool = new Pool(base.origin, { connections: concurrency, pipelining: 1 });
  const headers = {
    authorization: `Bearer ${target.token}`,
    "content-type": "application/scim+json",
    accept: "application/scim+json",
    "user-agent": "rollcall-bench",
  };
  // Written before the clock runs: making requests is not what is measured.
  const requests = calls.map((call, index) => ({
    call,
    index,
    options: {
      method: call.method,
      path: base.pathname + pathOf(call),
      headers,
      body: call.body === undefined ? null : JSON.stringify(call.body),
    } satisfies Dispatcher.DispatchOptions,
  }));
  const ids: string[] = [];
  const answers: string[] = [];
  try {
    const timed = await timeAll(requests, concurrency, async ({ call, index, options }) => {
      const { status, body } = await exchange(pool, options);
      check(call, status, body);
      if (keep === "ids") ids[index] = (JSON.parse(body) as { id: string }).id;
      if (keep === "answers") answers[index] = body;
    });
    return { ...timed, ids, answers };
  } finally {
    await pool.close();
  }
}

/** One request and its answer: undici's own `request` makes a stream of each body, which costs as much as the rest. */
function exchange(pool: Pool, options: Dispatcher.DispatchOptions): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const chunks: Buffer[] = [];
    pool.dispatch(options, {
      onRequestStart() {},
      onResponseStart(_controller, statusCode) {
        status = statusCode;
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        resolve({ status, body: (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString() });
      },
      onResponseError(_controller, error) {
        reject(error);
      },
    });
  });
}

function check(call: ScimCall, status: number, body: string): void {
  const missing = call.contains.find((text) => !body.includes(text));
  if (status === call.status && missing === undefined) return;
  const expected = missing === undefined ? String(call.status) : `${call.status} with ${missing}`;
  throw new Error(`${call.method} ${pathOf(call)}: expected ${expected}, found ${status}: ${body.slice(0, 500)}`);
}
