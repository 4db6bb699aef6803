/** What requests leave of themselves for whoever follows them through several programs; there is one only when asked for. */
export interface Trace {
  /** Begins the span of a request; `headers` may name the one that it is part of (W3C Trace Context). */
  begin(request: TracedRequest): RequestSpan;
  /** Runs work as a part of the request that is under way; outside of any request it is just run. */
  step<T>(name: string, attributes: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T>;
  /** Sends what is left. */
  close(): Promise<void>;
}

export interface TracedRequest {
  readonly method: string;
  /** The route's template, never an address with values in it. */
  readonly route: string;
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export interface RequestSpan {
  /** What `work` begins, now and later, belongs to the request. */
  within(work: () => void): void;
  end(status: number): void;
}
