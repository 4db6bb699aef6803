/** How calls that a server could not answer are made again. */
export interface RetryOptions {
  /** Attempts at most, the first included; 8 where it is missing. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt, doubled for each further one; 250 where it is missing. */
  readonly firstWait?: number;
  /** Milliseconds at most between two attempts, `Retry-After` excepted; 15,000 where it is missing. */
  readonly longestWait?: number;
  readonly fetch?: typeof fetch;
}

/** Longer than any server of ours asks for: what asks for more has another reason than load. */
const longestAsked = 300_000;

/**
 * Makes a `fetch` that waits and tries again: after 429 always, because such a call did nothing; after 502, 503, 504 and
 * where no server answered, only what may be done twice (GET, PUT, DELETE). Waits as long as `Retry-After` says, else
 * longer from attempt to attempt, and never in step with others.
 *
 * @example
 * const client = createClient({ url, key, fetch: retryingFetch() });
 */
export function retryingFetch(options: RetryOptions = {}): typeof fetch {
  const { attempts = 8, firstWait = 250, longestWait = 15_000 } = options;
  const send = options.fetch ?? fetch;

  return async (input, init) => {
    const repeatable = ["GET", "HEAD", "PUT", "DELETE"].includes(init?.method ?? "GET");
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt >= attempts;
      let asked: number | undefined;
      try {
        const response = await send(input, init);
        const again = response.status === 429 || (repeatable && [502, 503, 504].includes(response.status));
        // A server that goes away while it answers has not answered: the whole of it is read here.
        const body = await response.arrayBuffer();
        if (!again || last) return answered(response, body);
        asked = retryAfter(response.headers.get("retry-after"));
      } catch (error) {
        if (init?.signal?.aborted === true || last || !repeatable) throw error;
      }
      const doubled = Math.min(longestWait, firstWait * 2 ** (attempt - 1));
      await pause(asked ?? doubled * (0.5 + Math.random() / 2), init?.signal ?? undefined);
    }
  };
}

function answered({ status, statusText, headers }: Response, body: ArrayBuffer): Response {
  return new Response(status === 204 || status === 304 ? null : body, { status, statusText, headers });
}

/** Milliseconds that a server asks to wait: of seconds, or until a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1_000;
  return Number.isNaN(milliseconds) ? undefined : Math.min(longestAsked, Math.max(0, milliseconds));
}

/** Waits; an abort ends it at once, with the reason of the signal. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
