import { randomBytes } from "node:crypto";
import { type Client, createClient } from "@rollcall/admin-api/client.ts";
import { type Organization, organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { type CreatedSourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { EntraClient } from "@rollcall/simulator/scenarios/entra.ts";
import { OktaClient } from "@rollcall/simulator/scenarios/okta.ts";
import type { Config } from "../config.ts";
import { checkDirectory } from "./demo-check.ts";
import { type DemoDirectory, readDirectory, readEvents, readPages } from "./demo-directory.ts";
import { type DemoProgress, demoProgress } from "./demo-progress.ts";
import { type DemoResult, nextSteps, resultTables, summarize } from "./demo-result.ts";
import { type Chapter, fullSize, type Story, type StorySize, tellStory } from "./demo-story.ts";
import { startServer, stopSignal } from "./serve.ts";

export interface DemoOptions {
  /** Print one JSON result and stop; otherwise tables, and the server goes on. */
  readonly json: boolean;
  readonly size?: StorySize;
}

const organizationName = "Example Corp";

/**
 * Starts Rollcall, plays Entra ID's and Okta's provisioning of "Example Corp" over HTTP with movers and leavers, and
 * compares the directory with what was played. Returns the exit code (0, or 1 when something is not as expected) once
 * the server has stopped: with `json` at once, otherwise when the process is told to stop.
 */
export async function runDemo(config: Config, options: DemoOptions): Promise<number> {
  // The first owner's key is shown once, at the first start: a later demonstration needs one of its own.
  const apiKey = config.apiKey ?? `rck-demo-${randomBytes(24).toString("hex")}`;
  const logLevel = config.logLevel === "info" ? "warn" : config.logLevel;
  const server = await startServer({ ...config, apiKey, logLevel });
  try {
    const output = options.json ? process.stderr : process.stdout;
    const result = await playDemo(server.origin, apiKey, options.size ?? fullSize, demoProgress(output));
    if (options.json) {
      process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    } else {
      output.write(`\n${resultTables(result)}\n\n${nextSteps(result, apiKey, server.setupLink)}\n`);
      await stopSignal();
      output.write("Stopping: requests in flight finish.\n");
    }
    return result.problems.length === 0 ? 0 : 1;
  } finally {
    await server.close();
  }
}

/** Plays the whole demonstration against a running server and says what came of it. */
export async function playDemo(
  origin: string,
  apiKey: string,
  size: StorySize,
  progress: DemoProgress,
): Promise<DemoResult> {
  const began = performance.now();
  const client = createClient({ url: origin, key: apiKey });
  const organization = await findOrCreateOrganization(client, progress);
  const params = { organizationId: organization.id };
  const existing = await readPages((query) =>
    client.call(sourceApplicationRoutes.listSourceApplications, { params, query }),
  );
  const round = 1 + existing.filter(({ displayName }) => displayName.startsWith("Entra ID")).length;
  const create = (name: string, kind: "entra" | "okta"): Promise<CreatedSourceApplication> =>
    client.call(sourceApplicationRoutes.createSourceApplication, {
      params,
      body: { displayName: round === 1 ? name : `${name} (${round})`, kind },
    });
  const applications = { entra: await create("Entra ID", "entra"), okta: await create("Okta", "okta") };
  const clients = {
    entra: new EntraClient(wayTo(origin, applications.entra)),
    okta: new OktaClient(wayTo(origin, applications.okta)),
  };
  const story = tellStory(round, size);
  try {
    await clients.entra.testConnection();
    await clients.okta.testConnection();
    const idsBefore = new Map<string, string>();
    for (const chapter of story.chapters) {
      await playChapter(chapter, clients, progress);
      // The last chapters but one end with everybody who ever left still known by their directory user.
      if (chapter.title === "Leavers, said in other dialects") {
        const directory = await readDirectory(client, organization.id, story, applications);
        for (const user of directory.entra.users) idsBefore.set(String(user.userName), user.id);
      }
    }
    const directory = await readDirectory(client, organization.id, story, applications);
    const problems = [...checkDirectory(story, directory), ...checkReturned(story, directory.entra.users, idsBefore)];
    return summarize({
      organization,
      origin,
      round,
      applications,
      story,
      directory,
      events: await readEvents(client, organization.id),
      reports: { entra: clients.entra.report(), okta: clients.okta.report() },
      problems,
      milliseconds: Math.round(performance.now() - began),
    });
  } finally {
    await clients.entra.close();
    await clients.okta.close();
  }
}

// The sources run on this machine: they take the address it listens on, whatever the public one is.
function wayTo(
  origin: string,
  { scimBaseUrl, bearerToken }: CreatedSourceApplication,
): { readonly baseUrl: string; readonly token: string; readonly concurrency: number } {
  return { baseUrl: origin + new URL(scimBaseUrl).pathname, token: bearerToken, concurrency: 8 };
}

async function findOrCreateOrganization(client: Client, progress: DemoProgress): Promise<Organization> {
  const organizations = await readPages((query) => client.call(organizationRoutes.listOrganizations, { query }));
  const found = organizations.find(({ name }) => name === organizationName);
  if (found === undefined) {
    return client.call(organizationRoutes.createOrganization, { body: { name: organizationName } });
  }
  progress.begin(`The organization ${organizationName} exists from an earlier demonstration`);
  progress.end("Playing into two new applications of it");
  return found;
}

async function playChapter(
  chapter: Chapter,
  clients: { readonly entra: EntraClient; readonly okta: OktaClient },
  progress: DemoProgress,
): Promise<void> {
  const { entra, okta } = chapter;
  progress.begin(chapter.title);
  const requestsBefore = clients.entra.report().requests + clients.okta.report().requests;
  const began = performance.now();
  if (entra !== undefined) {
    clients.entra.mode = entra.mode;
    await clients.entra.synchronize(entra.source, ({ done, total }) => progress.advance(done, total));
  }
  if (okta !== undefined) {
    clients.okta.kind = okta.kind;
    await clients.okta.synchronize(okta.source, ({ done, total }) => progress.advance(done, total));
  }
  const requests = clients.entra.report().requests + clients.okta.report().requests - requestsBefore;
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  progress.end(`${chapter.title}: ${requests} requests in ${seconds} s`);
}

/** Whoever was deleted and comes back has to be the directory user they were. */
function checkReturned(
  story: Story,
  users: DemoDirectory["entra"]["users"],
  idsBefore: ReadonlyMap<string, string>,
): string[] {
  return story.leavers
    .filter((leaver) => leaver.expected === "enabled")
    .filter(({ person }) => {
      const id = users.find((user) => user.userName === person.userName)?.id;
      return id === undefined || id !== idsBefore.get(person.userName);
    })
    .map(({ person }) => `${person.userName}: expected the same directory user after the return`);
}
