import { inParallel } from "../in-parallel.ts";
import type { PeopleGroup, Person } from "../people/person.ts";
import type { Report } from "../report.ts";
import { Refused, type ScimClientOptions } from "../scim-client.ts";

/** What a source holds at one moment. Whoever is missing has been deleted there. */
export interface Source {
  readonly people: readonly Person[];
  readonly groups: readonly PeopleGroup[];
}

/** How far a synchronization is: `done` of `total` units of work (people, managers, groups). */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

export type OnProgress = (progress: Progress) => void;

/** A source's provisioning client: it keeps what it knows of the service provider between synchronizations. */
export interface SourceClient {
  /** Sends what the client sends when an administrator presses "test". */
  testConnection(): Promise<void>;
  /**
   * Sends what differs between the source and what the service provider has acknowledged. A refusal ends only the one
   * person or group it concerns, which the next synchronization tries again.
   * @throws {NoAnswer} when the service provider cannot be reached; what was acknowledged by then stays known.
   */
  synchronize(source: Source, onProgress?: OnProgress): Promise<void>;
  report(): Report;
  close(): Promise<void>;
}

export interface PlayOptions extends ScimClientOptions, Source {
  readonly onProgress?: OnProgress | undefined;
}

/** Plays a client's first day: its connection test and one synchronization of all there is. Closes the client. */
export async function playFirstDay(client: SourceClient, options: PlayOptions): Promise<Report> {
  try {
    await client.testConnection();
    await client.synchronize({ people: options.people, groups: options.groups }, options.onProgress);
    return client.report();
  } finally {
    await client.close();
  }
}

/** Works through the passes of one synchronization, at most `concurrency` units at a time, and tells how far it is. */
export class Passes {
  #done = 0;
  readonly #concurrency: number;
  readonly #total: number;
  readonly #onProgress: OnProgress | undefined;

  constructor(concurrency: number, total: number, onProgress: OnProgress | undefined) {
    this.#concurrency = concurrency;
    this.#total = total;
    this.#onProgress = onProgress;
  }

  /** Does `work` for each item; a refusal, which the client has counted, ends only the item it concerns. */
  async each<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
    await inParallel(items, this.#concurrency, async (item) => {
      try {
        await work(item);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
      this.#done += 1;
      this.#onProgress?.({ done: this.#done, total: this.#total });
    });
  }
}
