/** A browser as the server sees one: keeps the session's cookie, and says that it shows a page of the same origin. */
export class Visitor {
  readonly #origin: string;
  #cookie = "";

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** The same browser as a load balancer sends it to another node, where its cookie goes with it. */
  at(origin: string): Visitor {
    const elsewhere = new Visitor(origin);
    elsewhere.#cookie = this.#cookie;
    return elsewhere;
  }

  /** Sends a call of the admin API. @param headers replace the usual ones; an empty one is left out */
  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = { "sec-fetch-site": "same-origin" },
    signal?: AbortSignal,
  ): Promise<Response> {
    const all: Record<string, string> = { cookie: this.#cookie, ...headers };
    if (body !== undefined) all["content-type"] = "application/json";
    const response = await fetch(`${this.#origin}/api/v1${path}`, {
      method,
      headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== "")),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const set = response.headers.get("set-cookie");
    if (set !== null) this.#cookie = set.split(";")[0] ?? "";
    return response;
  }

  /** Sends a call and reads its answer. */
  async send<Answer = unknown>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Answer }> {
    const response = await this.request(method, path, body);
    const text = await response.text();
    return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as Answer };
  }
}
