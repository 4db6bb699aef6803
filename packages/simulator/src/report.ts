/** A request that was answered with 400 or more. */
export interface Refusal {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly scimType: string | undefined;
  readonly detail: string;
}

/** What a client sent and what came of it. Plain data, fit for JSON. */
export interface Report {
  readonly client: string;
  readonly requests: number;
  /** Number of answers by HTTP status. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Number of answers by method and HTTP status: `{"POST": {"201": 500}}`. */
  readonly byMethod: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** In the order they came; at most 1,000 are kept. */
  readonly refused: readonly Refusal[];
  /** Time from the first byte sent to the last byte read, in milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number };
  /** SCIM ids by the source's own keys, as the client knows them at the end. */
  readonly ids: {
    readonly people: Readonly<Record<string, string>>;
    readonly groups: Readonly<Record<string, string>>;
  };
}

const refusalsKept = 1_000;

/** Counts a client's requests as they are answered. */
export class Tally {
  readonly #byMethod = new Map<string, Map<string, number>>();
  readonly #refused: Refusal[] = [];
  readonly #latencies: number[] = [];

  count(method: string, status: number, milliseconds: number): void {
    const statuses = this.#byMethod.get(method) ?? new Map<string, number>();
    this.#byMethod.set(method, statuses);
    statuses.set(String(status), (statuses.get(String(status)) ?? 0) + 1);
    this.#latencies.push(milliseconds);
  }

  refuse(refusal: Refusal): void {
    if (this.#refused.length < refusalsKept) this.#refused.push(refusal);
  }

  report(client: string, ids: Report["ids"]): Report {
    const byStatus = new Map<string, number>();
    for (const statuses of this.#byMethod.values()) {
      for (const [status, count] of statuses) byStatus.set(status, (byStatus.get(status) ?? 0) + count);
    }
    const sorted = Float64Array.from(this.#latencies).sort();
    return {
      client,
      requests: sorted.length,
      byStatus: sortedObject(byStatus),
      byMethod: sortedObject(new Map([...this.#byMethod].map(([method, counts]) => [method, sortedObject(counts)]))),
      refused: [...this.#refused],
      latency: { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) },
      ids,
    };
  }
}

function sortedObject<Value>(values: ReadonlyMap<string, Value>): Record<string, Value> {
  return Object.fromEntries([...values].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The value below which the share `q` of the sorted values lies; 0 where there are none. */
function quantile(sorted: Float64Array, q: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
  return Math.round(value * 100) / 100;
}
