import type { ProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import type { Report } from "@rollcall/simulator/report.ts";
import type { DemoDirectory } from "./demo-directory.ts";
import type { Leaver, Story } from "./demo-story.ts";
import { textTable } from "./text-table.ts";

type SourceName = Leaver["source"];

/** What came of the demonstration; printed as it is by `--json`. */
export interface DemoResult {
  readonly organization: { readonly id: string; readonly name: string };
  readonly origin: string;
  /** 1 for the first demonstration in a data folder. */
  readonly round: number;
  readonly applications: readonly { readonly id: string; readonly displayName: string; readonly scimBaseUrl: string }[];
  /** Of the two applications of this round. */
  readonly directory: {
    readonly users: { readonly enabled: number; readonly disabled: number; readonly binned: number };
    readonly groups: number;
    /** Memberships in force. */
    readonly memberships: number;
  };
  readonly sources: readonly (Omit<Report, "ids" | "client"> & { readonly application: string })[];
  readonly leavers: readonly {
    readonly application: string;
    readonly userName: string;
    readonly how: string;
    readonly outcome: string;
    readonly status: string;
  }[];
  /** One sentence per difference from what was expected; none when all is well. */
  readonly problems: readonly string[];
  readonly milliseconds: number;
}

interface Played {
  readonly organization: { readonly id: string; readonly name: string };
  readonly origin: string;
  readonly round: number;
  readonly applications: Readonly<
    Record<SourceName, { readonly id: string; readonly displayName: string; readonly scimBaseUrl: string }>
  >;
  readonly story: Story;
  readonly directory: DemoDirectory;
  readonly events: readonly ProvisioningEvent[];
  readonly reports: Readonly<Record<SourceName, Report>>;
  readonly problems: readonly string[];
  readonly milliseconds: number;
}

const sourceNames: readonly SourceName[] = ["entra", "okta"];

/** Makes the result out of what was played and what was found. */
export function summarize(played: Played): DemoResult {
  const users = sourceNames.flatMap((source) => played.directory[source].users);
  const groups = sourceNames.flatMap((source) => played.directory[source].groups);
  const count = (status: string): number => users.filter((user) => user.status === status).length;
  const refused = sourceNames.flatMap((source) =>
    played.reports[source].refused.map(
      ({ method, path, status, detail }) =>
        `${played.applications[source].displayName}: ${method} ${path} was refused with ${status}: ${detail}`,
    ),
  );
  return {
    organization: { id: played.organization.id, name: played.organization.name },
    origin: played.origin,
    round: played.round,
    applications: sourceNames.map((source) => {
      const { id, displayName, scimBaseUrl } = played.applications[source];
      return { id, displayName, scimBaseUrl };
    }),
    directory: {
      users: { enabled: count("enabled"), disabled: count("disabled"), binned: count("binned") },
      groups: groups.length,
      memberships: groups.reduce((sum, group) => sum + group.memberNames.length, 0),
    },
    sources: sourceNames.map((source) => {
      const { ids: _ids, client: _client, ...report } = played.reports[source];
      return { application: played.applications[source].displayName, ...report };
    }),
    leavers: played.story.leavers.map((leaver) => fateOf(leaver, played)),
    problems: [...refused, ...played.problems],
    milliseconds: played.milliseconds,
  };
}

function fateOf(leaver: Leaver, played: Played): DemoResult["leavers"][number] {
  const user = played.directory[leaver.source].users.find(({ userName }) => userName === leaver.person.userName);
  const events = played.events.filter((event) => event.directoryUserId === (user?.id ?? "nobody"));
  const last = events.findLast(({ type }) => fates.has(type));
  return {
    application: played.applications[leaver.source].displayName,
    userName: leaver.person.userName,
    how: leaver.how,
    outcome: last === undefined ? "none" : `${last.outcome}: ${fates.get(last.type)}`,
    status: user?.status ?? "nobody",
  };
}

const fates: ReadonlyMap<string, string> = new Map([
  ["user.disabled", "disabled"],
  ["user.binned", "to the bin"],
  ["user.unlinked", "link closed"],
  ["user.returned", "the same person is back"],
]);

/** The result as tables: what the directory holds, what each source sent, each leaver's fate. */
export function resultTables(result: DemoResult): string {
  const { users, groups, memberships } = result.directory;
  const parts = [
    `The directory of ${result.organization.name} holds`,
    textTable(
      ["what", "number"],
      [
        ["users, enabled", users.enabled],
        ["users, disabled", users.disabled],
        ["users, in the bin", users.binned],
        ["groups", groups],
        ["memberships in force", memberships],
      ],
    ),
    "What each source sent",
    textTable(
      ["application", "method", "answer", "requests"],
      result.sources.flatMap(({ application, byMethod }) =>
        Object.entries(byMethod).flatMap(([method, statuses]) =>
          Object.entries(statuses).map(([status, count]) => [application, method, status, count]),
        ),
      ),
    ),
    textTable(
      ["application", "requests", "refused", "p50 ms", "p99 ms"],
      result.sources.map(({ application, requests, refused, latency }) => [
        application,
        requests,
        refused.length,
        latency.p50,
        latency.p99,
      ]),
    ),
    "Each leaver's fate",
    textTable(
      ["who", "application", "how the source said it", "outcome", "directory status"],
      result.leavers.map(({ userName, application, how, outcome, status }) => [
        userName,
        application,
        how,
        outcome,
        status,
      ]),
    ),
    result.problems.length === 0
      ? `The directory is what the sources sent. (${(result.milliseconds / 1_000).toFixed(1)} s)`
      : `Not as expected:\n${result.problems.map((problem) => `- ${problem}`).join("\n")}`,
  ];
  return parts.join("\n\n");
}

/** Where the server is that goes on running, with which key, and what to do there. */
export function nextSteps(result: DemoResult, apiKey: string, setupLink: string | undefined): string {
  const [first] = result.applications;
  const verbs = [
    "users list --status disabled",
    "users list --search omer",
    "groups list",
    "events --limit 5",
    `tokens create ${first?.id} --name "my own source"`,
  ];
  return [
    `Rollcall goes on at ${result.origin}; Ctrl-C stops it.`,
    "",
    setupLink === undefined
      ? `See it in the console: sign in at ${result.origin}/sign-in`
      : `See it in the console: become its first owner at\n  ${setupLink}`,
    "",
    "In another terminal, with an owner's key of this data folder:",
    `  export ROLLCALL_API_KEY=${apiKey} ROLLCALL_PORT=${new URL(result.origin).port}`,
    ...verbs.map((verb) => `  npm run rollcall -- ${verb}`),
    "",
    "The SCIM base URLs of the applications:",
    ...result.applications.map(({ displayName, scimBaseUrl }) => `  ${displayName}: ${scimBaseUrl}`),
  ].join("\n");
}
