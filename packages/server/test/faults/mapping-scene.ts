import { setTimeout as wait } from "node:timers/promises";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import type { Mapping, SentMapping } from "@rollcall/admin-api/mappings.ts";
import type { MappingPreview } from "@rollcall/admin-api/mapping-previews.ts";
import type { ProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import type { CreatedApplication } from "../support/server.ts";
import type { RollcallProcess } from "./rollcall-process.ts";

/** What the user names of those begin with who are made by hand to see how far the feed is. */
const marker = "marker-";

/** Two mappings of one application, each of which changes everybody when it takes the place of the other. */
export class MappingScene {
  readonly rollcall: RollcallProcess;
  readonly organizationId: string;
  readonly application: CreatedApplication;
  readonly #mapping: Mapping;

  private constructor(
    rollcall: RollcallProcess,
    organizationId: string,
    application: CreatedApplication,
    mapping: Mapping,
  ) {
    this.rollcall = rollcall;
    this.organizationId = organizationId;
    this.application = application;
    this.#mapping = mapping;
  }

  /** Makes an organization with an application that nobody slows and no guard holds. */
  static async open(rollcall: RollcallProcess): Promise<MappingScene> {
    const organization = await call<{ id: string }>(rollcall, "POST", "/organizations", { name: "Example Corp" });
    const applications = `/organizations/${organization.id}/source-applications`;
    const application = await call<CreatedApplication>(rollcall, "POST", applications, { displayName: "Mapped" });
    const path = `/source-applications/${application.id}`;
    await call(rollcall, "PUT", `${path}/guard`, { enabled: true, atLeast: 10_000_000, percent: 0 });
    await call(rollcall, "PUT", `${path}/call-limit`, {
      enabled: false,
      perSecond: 1,
      raisedPerSecond: 1,
      inFlight: 1,
    });
    const mapping = await call<Mapping>(rollcall, "GET", `${path}/mapping`);
    return new MappingScene(rollcall, organization.id, application, mapping);
  }

  /** The mapping that an application begins with, with two rules that give everybody something else for each mark. */
  draft(mark: string): SentMapping {
    const rules: SentMapping["users"] = [
      { attribute: "title", source: { expression: `upper(userName) + " ${mark}"` } },
      { attribute: "department", source: { constant: `Department ${mark}` } },
    ];
    const names = new Set(rules.map(({ attribute }) => attribute));
    return {
      users: [...this.#mapping.users.filter(({ attribute }) => !names.has(attribute)), ...rules],
      groups: this.#mapping.groups,
    };
  }

  async preview(mark: string): Promise<MappingPreview> {
    const path = `/source-applications/${this.application.id}/mapping/previews`;
    const { job } = await this.#call<MappingPreview>("POST", path, this.draft(mark));
    await this.ended(job);
    return this.#call("GET", `${path}/${job.id}`);
  }

  /** Saves a mapping and begins to apply it. */
  async apply(mark: string): Promise<Job> {
    const path = `/source-applications/${this.application.id}/mapping`;
    await this.#call("PUT", path, this.draft(mark));
    return this.#call("POST", `${path}/apply`);
  }

  async job({ id }: Job): Promise<Job> {
    return this.#call("GET", `/organizations/${this.organizationId}/jobs/${id}`);
  }

  /** Waits until a job has ended. @throws Error unless it is done then */
  async ended(job: Job): Promise<Job> {
    for (let now = job; ; now = await this.job(job)) {
      if (now.state === "done") return now;
      if (now.finishedAt !== null) throw new Error(`the job ${now.kind} is ${now.state}: ${now.problem}`);
      await wait(20);
    }
  }

  /** Kills the server when a share of a job is done, and starts it again; false where it was done before that. */
  async killAt(job: Job, share: number): Promise<boolean> {
    for (;;) {
      const { state, done, total } = await this.job(job);
      if (state === "done") return false;
      if (total !== null && done > 0 && done >= total * share) break;
      await wait(2);
    }
    await this.rollcall.killServer();
    await this.rollcall.start();
    return true;
  }

  /** Everybody in the directory, with status and values, a line each. */
  async everybody(): Promise<readonly string[]> {
    const response = await fetch(
      `${this.rollcall.origin}/api/v1/organizations/${this.organizationId}/directory-users/export.csv`,
      { headers: { authorization: `Bearer ${this.rollcall.apiKey}` } },
    );
    if (!response.ok) throw new Error(`the export answers ${response.status}: ${await response.text()}`);
    const lines = (await response.text()).trimEnd().split("\r\n");
    return lines.filter((line) => !line.includes(marker)).toSorted();
  }

  /** Where the feed of events ends now, with all that has happened so far in it. */
  async endOfFeed(): Promise<string> {
    const { end } = await this.#read("");
    return end;
  }

  /** What happened after a place in the feed until now, a line each, in the order of people and changes. */
  async eventsAfter(cursor: string): Promise<readonly string[]> {
    const { events } = await this.#read(cursor);
    return events
      .map(({ directoryUserId, type, outcome, changes }) =>
        [directoryUserId, type, outcome, JSON.stringify(changes)].join(" "),
      )
      .toSorted();
  }

  /** Reads the feed until it has what is done now: somebody who is made by hand. */
  async #read(from: string): Promise<{ events: ProvisioningEvent[]; end: string }> {
    const userName = `${marker}${crypto.randomUUID()}`;
    const path = `/organizations/${this.organizationId}`;
    const made = await this.#call<{ id: string }>("POST", `${path}/directory-users`, { attributes: { userName } });
    const events: ProvisioningEvent[] = [];
    for (let end = from; ; ) {
      const after = end === "" ? "" : `&after=${encodeURIComponent(end)}`;
      const page = await this.#call<{ items: ProvisioningEvent[]; nextCursor: string }>(
        "GET",
        `${path}/provisioning-events?limit=1000${after}`,
      );
      end = page.nextCursor;
      for (const event of page.items) {
        if (event.directoryUserId === made.id) return { events, end };
        events.push(event);
      }
      if (page.items.length === 0) await wait(20);
    }
  }

  #call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    return call(this.rollcall, method, path, body);
  }
}

async function call<Answer>(
  { origin, apiKey }: RollcallProcess,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(`${origin}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as Answer;
}
