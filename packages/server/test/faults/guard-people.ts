import type { Report } from "@rollcall/simulator/report.ts";
import { generatePeople } from "@rollcall/simulator/people/generate-people.ts";
import type { Person } from "@rollcall/simulator/people/person.ts";
import { entraKey } from "@rollcall/simulator/scenarios/entra.ts";
import { playedClients } from "@rollcall/simulator/scenarios/played-clients.ts";
import type { Source, SourceClient } from "@rollcall/simulator/scenarios/source-client.ts";

/** Requests that each client has under way. */
const concurrency = 8;

/** How a client says that somebody has left. */
export type Way = "PATCH" | "PUT" | "DELETE";

/** The clients that speak to the one application, by how each says that somebody has left. */
const clientNames: Readonly<Record<Way, string>> = { PATCH: "okta", PUT: "okta-aiw", DELETE: "generic" };

/** Answers by method and status. */
export type Answers = Report["byMethod"];

interface Part {
  readonly way: Way;
  readonly client: SourceClient;
  readonly present: Source;
  /** What the source holds once every second person has left it; its groups still name them. */
  readonly later: Source;
}

/** Somebody whom the source has sent. */
export interface SentPerson {
  readonly way: Way;
  readonly scimId: string;
  readonly leaves: boolean;
}

/** A source of people of whom every second one leaves at once: played by clients that say so in different ways. */
export class GuardPeople {
  /** Requests under way at the same moment, at most. */
  readonly inFlight: number;
  readonly #parts: readonly Part[];

  /** @param leavers how many leave; as many stay */
  constructor(
    application: { readonly scimBaseUrl: string; readonly bearerToken: string },
    leavers: number,
    seed: number,
  ) {
    const everybody = generatePeople({ count: 2 * leavers, seed, domain: "example.com", key: entraKey });
    const ways = Object.keys(clientNames) as Way[];
    this.#parts = ways.map((way, index): Part => {
      const people = everybody.filter((_, place) => Math.floor(place / 2) % ways.length === index);
      const staying = people.filter((_, place) => place % 2 === 0);
      const played = playedClients.find(({ name }) => name === clientNames[way]);
      if (played === undefined) throw new Error(`nobody plays ${clientNames[way]}`);
      const { scimBaseUrl: baseUrl, bearerToken: token } = application;
      const groups = [groupOf(way, people)];
      return {
        way,
        client: played.open({ baseUrl, token, concurrency }),
        present: { people, groups },
        later: { people: staying, groups },
      };
    });
    this.inFlight = concurrency * this.#parts.length;
  }

  /** Everybody comes. */
  async arrive(): Promise<readonly SentPerson[]> {
    await Promise.all(this.#parts.map(({ client, present }) => client.synchronize(present)));
    return this.#parts.flatMap(({ way, client, later }) => {
      const staying = new Set(later.people.map(({ key }) => key));
      return Object.entries(client.report().ids.people).map(([key, scimId]) => {
        return { way, scimId, leaves: !staying.has(key) };
      });
    });
  }

  /** Half of the people leave at once. @returns how the requests were answered */
  async leave(): Promise<Answers> {
    const before = this.#answers();
    await Promise.all(this.#parts.map(({ client, later }) => client.synchronize(later)));
    return difference(before, this.#answers());
  }

  async close(): Promise<void> {
    for (const { client } of this.#parts) await client.close();
  }

  #answers(): Answers {
    const sum: Record<string, Record<string, number>> = {};
    for (const { client } of this.#parts) {
      for (const [method, statuses] of Object.entries(client.report().byMethod)) {
        const counts = (sum[method] ??= {});
        for (const [status, count] of Object.entries(statuses)) counts[status] = (counts[status] ?? 0) + count;
      }
    }
    return sum;
  }
}

function groupOf(way: Way, people: readonly Person[]) {
  const memberKeys = new Set(people.map(({ key }) => key));
  return { key: `group-${way}`, displayName: `Leaves by ${way}`, department: undefined, memberKeys };
}

function difference(before: Answers, after: Answers): Answers {
  const methods = Object.entries(after).map(([method, statuses]) => {
    const counts = Object.entries(statuses).map(([status, count]) => [status, count - (before[method]?.[status] ?? 0)]);
    return [method, Object.fromEntries(counts.filter(([, count]) => count !== 0))] as const;
  });
  return Object.fromEntries(methods.filter(([, statuses]) => Object.keys(statuses as object).length > 0));
}
