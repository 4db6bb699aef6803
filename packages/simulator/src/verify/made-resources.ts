import { isObject, type JsonObject, type JsonValue, own } from "@rollcall/scim/resource.ts";
import { inParallel } from "../in-parallel.ts";
import { parseAnswer, resourcesOf, textAt } from "../scim-answer.ts";
import { equals, NoAnswer } from "../scim-client.ts";
import type { Answer } from "./answer.ts";
import type { ProviderClient, ProviderRequest } from "./provider-client.ts";

/** A create whose answer does not say what became of it. */
interface Unclear {
  readonly endpoint: string;
  readonly attribute: "userName" | "displayName";
  readonly value: string;
}

const deletesAtOnce = 4;

/**
 * Knows which resources a run has made, from the requests and answers themselves, and deletes those and no others. What
 * it is not sure of it looks up by the unique name that it was made with.
 */
export class MadeResources {
  /** Below the SCIM base URL, in the order they were made. */
  readonly #paths = new Set<string>();
  readonly #unclear = new Set<Unclear>();
  readonly #endpoints: ReadonlySet<string>;
  readonly #baseUrl: string;

  constructor(baseUrl: string, endpoints: Iterable<string>) {
    this.#baseUrl = baseUrl;
    this.#endpoints = new Set(endpoints);
  }

  /** Takes note of a request before it is sent; the function that comes back takes its answer. */
  note(request: ProviderRequest): (answer: Answer) => void {
    const path = withoutQuery(request.path);
    if (request.method === "DELETE") {
      return ({ status }) => {
        if (status === 204 || status === 200 || status === 404) this.#paths.delete(path);
      };
    }
    if (request.method === "PUT") {
      // Nothing may be created by PUT; whoever does it all the same has to be rid of it again.
      return (answer) => {
        if (answer.status >= 300) return;
        this.#add(path);
        const id = textAt(answer.body, "id");
        if (id !== undefined) this.#add(`${path.slice(0, path.lastIndexOf("/"))}/${encodeURIComponent(id)}`);
      };
    }
    if (request.method !== "POST") return () => undefined;
    const body = request.body ?? parseAnswer(String(request.text ?? ""));
    if (path.toLowerCase() === "/bulk") return this.#noteBulk(body);
    const endpoint = [...this.#endpoints].find((one) => path === one || path.startsWith(`${one}/`));
    return endpoint === undefined ? () => undefined : this.#noteCreate(endpoint, body);
  }

  #noteCreate(endpoint: string, body: JsonValue | undefined): (answer: Answer) => void {
    const settle = this.#noteUnclear(endpoint, body);
    return (answer) => {
      const id = answer.status < 300 ? textAt(answer.body, "id") : undefined;
      if (id !== undefined) this.#add(`${endpoint}/${encodeURIComponent(id)}`);
      if (id !== undefined || isRefusal(answer)) settle();
    };
  }

  #noteBulk(body: JsonValue | undefined): (answer: Answer) => void {
    const creates = operationsOf(body).filter((operation) => textAt(operation, "method")?.toUpperCase() === "POST");
    const settles = creates.map((create) => this.#noteUnclear(textAt(create, "path") ?? "", own(create, "data")));
    return (answer) => {
      for (const operation of operationsOf(answer.body)) {
        const location = textAt(operation, "location");
        const created = textAt(operation, "method")?.toUpperCase() === "POST" && location !== undefined;
        if (created) this.#add(pathBelow(this.#baseUrl, location));
      }
      if (isRefusal(answer) || (answer.status === 200 && answer.body !== undefined))
        for (const settle of settles) settle();
    };
  }

  /** Remembers a create by its unique name until the function that comes back is called. */
  #noteUnclear(endpoint: string, body: JsonValue | undefined): () => void {
    for (const attribute of ["userName", "displayName"] as const) {
      const value = isObject(body) ? textAt(body, attribute) : undefined;
      if (value !== undefined && value !== "" && this.#endpoints.has(endpoint)) {
        const unclear: Unclear = { endpoint, attribute, value };
        this.#unclear.add(unclear);
        return () => void this.#unclear.delete(unclear);
      }
    }
    return () => undefined;
  }

  /** Deletes everything, the last made first. Returns what could not be deleted, with the reason. */
  async deleteAll(client: ProviderClient): Promise<string[]> {
    for (const unclear of this.#unclear) await this.#lookUp(client, unclear);
    this.#unclear.clear();
    const left: string[] = [];
    await inParallel([...this.#paths].toReversed(), deletesAtOnce, async (path) => {
      const reason = await deletePath(client, path);
      if (reason === undefined) this.#paths.delete(path);
      else left.push(`${path}: ${reason}`);
    });
    return left;
  }

  /** Whatever a service provider answers, only one resource at an endpoint can be deleted, never a whole list. */
  #add(path: string): void {
    const slash = path.lastIndexOf("/");
    const id = path.slice(slash + 1);
    if (this.#endpoints.has(path.slice(0, slash)) && !/^\.*$/.test(id)) this.#paths.add(path);
  }

  async #lookUp(client: ProviderClient, { endpoint, attribute, value }: Unclear): Promise<void> {
    const path = `${endpoint}?filter=${equals(attribute, value)}`;
    try {
      const answer = await client.send({ method: "GET", path });
      for (const resource of resourcesOf(answer.body)) {
        // The service provider may know no filters and answer with everybody.
        const found = textAt(resource, attribute)?.toLowerCase() === value.toLowerCase();
        const id = textAt(resource, "id");
        if (found && id !== undefined) this.#add(`${endpoint}/${encodeURIComponent(id)}`);
      }
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
    }
  }
}

async function deletePath(client: ProviderClient, path: string): Promise<string | undefined> {
  try {
    const { status } = await client.send({ method: "DELETE", path });
    return status < 300 || status === 404 ? undefined : `DELETE is answered ${status}`;
  } catch (error) {
    if (error instanceof NoAnswer) return "DELETE is not answered";
    throw error;
  }
}

/** Whether nothing was created: a 4xx says so, a 5xx leaves it open. */
function isRefusal({ status }: Answer): boolean {
  return status >= 400 && status < 500;
}

function operationsOf(body: JsonValue | undefined): JsonObject[] {
  const operations = isObject(body) ? own(body, "Operations") : undefined;
  return Array.isArray(operations) ? operations.filter(isObject) : [];
}

function withoutQuery(path: string): string {
  return path.split("?", 1)[0] ?? path;
}

/** A location as a path below the base URL; of one with another host or base the last two segments count. */
function pathBelow(baseUrl: string, location: string): string {
  if (location.startsWith(`${baseUrl}/`)) return location.slice(baseUrl.length);
  return `/${location.split("/").slice(-2).join("/")}`;
}
