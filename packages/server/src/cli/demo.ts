import { randomBytes } from "node:crypto";
import { EntraClient } from "@rollcall/simulator/scenarios/entra.ts";
import { OktaClient } from "@rollcall/simulator/scenarios/okta.ts";
import type { Config } from "../config.ts";
import { type AdminApi, adminApi } from "./demo-admin-api.ts";
import { checkDirectory } from "./demo-check.ts";
import { readDirectory, readEvents } from "./demo-directory.ts";
import { type DemoProgress, demoProgress } from "./demo-progress.ts";
import { type DemoResult, nextSteps, resultTables, summarize } from "./demo-result.ts";
import { type Chapter, fullSize, type Story, type StorySize, tellStory } from "./demo-story.ts";
import { startServer } from "./serve.ts";

export interface DemoOptions {
  /** Print one JSON result and stop; otherwise tables, and the server goes on. */
  readonly json: boolean;
  readonly size?: StorySize;
}

/** An application that the demonstration made. */
export interface DemoApplication {
  readonly id: string;
  readonly displayName: string;
  readonly scimBaseUrl: string;
  readonly bearerToken: string;
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
      output.write(`\n${resultTables(result)}\n\n${nextSteps(result, apiKey)}\n`);
      await stopSignal();
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
  const api = adminApi(origin, apiKey);
  const organization = await findOrCreateOrganization(api, progress);
  const existing = await api.all<{ displayName: string }>(`/organizations/${organization.id}/source-applications`);
  const round = 1 + existing.filter(({ displayName }) => displayName.startsWith("Entra ID")).length;
  const create = (name: string): Promise<DemoApplication> =>
    api.post(`/organizations/${organization.id}/source-applications`, {
      displayName: round === 1 ? name : `${name} (${round})`,
    });
  const applications = { entra: await create("Entra ID"), okta: await create("Okta") };
  const clients = {
    entra: new EntraClient(connectionTo(applications.entra)),
    okta: new OktaClient(connectionTo(applications.okta)),
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
        const directory = await readDirectory(api, organization.id, applications);
        for (const user of directory.entra.users) idsBefore.set(String(user.userName), user.id);
      }
    }
    const directory = await readDirectory(api, organization.id, applications);
    const problems = [...checkDirectory(story, directory), ...checkReturned(story, directory.entra.users, idsBefore)];
    return summarize({
      organization,
      origin,
      round,
      applications,
      story,
      directory,
      events: await readEvents(api, organization.id),
      reports: { entra: clients.entra.report(), okta: clients.okta.report() },
      problems,
      milliseconds: Math.round(performance.now() - began),
    });
  } finally {
    await clients.entra.close();
    await clients.okta.close();
  }
}

function connectionTo(application: DemoApplication): { baseUrl: string; token: string; concurrency: number } {
  return { baseUrl: application.scimBaseUrl, token: application.bearerToken, concurrency: 8 };
}

async function findOrCreateOrganization(api: AdminApi, progress: DemoProgress): Promise<{ id: string; name: string }> {
  const organizations = await api.all<{ id: string; name: string }>("/organizations");
  const found = organizations.find(({ name }) => name === organizationName);
  if (found === undefined) return api.post("/organizations", { name: organizationName });
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
  users: readonly { readonly userName: string | null; readonly id: string }[],
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

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}
