import type { CalledProcess } from "./call-process.ts";
import type { DatabaseDriver } from "./database-driver.ts";
import { chooseMembers, type Holdings, type LoadedGroup } from "./population.ts";
import { addMembers, createGroup, readUser } from "./scim-call.ts";
import { type ScimTarget, sendCalls } from "./send-calls.ts";
import type { ServerProcess } from "./server-process.ts";

/** Members in one PATCH while a group is made: a body well below the limit. */
const membersAtOnce = 5_000;
/** Connections of the statements alone: as many as the server writes with, also where more calls come at once. */
const mostAtOnce = 16;

export interface LoadedRollcall {
  readonly target: ScimTarget;
  readonly postgres: string;
  readonly holdings: Holdings;
  /** On the disk, that all this takes. */
  readonly bytes: number;
}

/** Makes an organization with an application, the people, and the groups; reads back what was loaded. */
export async function loadRollcall(
  on: ServerProcess,
  driver: CalledProcess<DatabaseDriver>,
  people: number,
  groupSizes: readonly number[],
  say: (line: string) => void,
): Promise<LoadedRollcall> {
  const organization = await on.api<{ id: string }>("POST", "/organizations", { name: "Example Corp" });
  const application = await on.api<{ id: string; scimBaseUrl: string; bearerToken: string }>(
    "POST",
    `/organizations/${organization.id}/source-applications`,
    { displayName: "Bench" },
  );
  // The guard is on, and holds nobody.
  const guard = { enabled: true, atLeast: 10_000_000, percent: 0 };
  await on.api("PUT", `/source-applications/${application.id}/guard`, guard);
  const callLimit = { enabled: false, perSecond: 1, raisedPerSecond: 1, inFlight: 1 };
  await on.api("PUT", `/source-applications/${application.id}/call-limit`, callLimit);
  const target = { baseUrl: application.scimBaseUrl, token: application.bearerToken };
  const { socketFolder } = on;
  const postgres = await driver.call("open", { socketFolder, applicationId: application.id, most: mostAtOnce });
  const empty = await driver.call("bytes");
  const took = stopWatch();
  const ids = await driver.call("load", { count: people });
  say(`Rollcall: ${people.toLocaleString("en")} users loaded in ${took()}`);
  const groups: LoadedGroup[] = [];
  for (const members of chooseMembers(ids, groupSizes)) groups.push(await makeGroup(target, members));
  say(`Rollcall: groups of ${groupSizes.map((size) => size.toLocaleString("en")).join(", ")} in ${took()}`);
  await driver.call("settle");
  say(`Rollcall: settled in ${took()}`);
  await sendCalls(target, [ids[0] ?? "", ids.at(-1) ?? ""].map(readUser), 1);
  const bytes = (await driver.call("bytes")) - empty;
  return { target, postgres, holdings: { people: ids.map((id, number) => ({ id, number })), groups }, bytes };
}

async function makeGroup(target: ScimTarget, members: readonly string[]): Promise<LoadedGroup> {
  const [id = ""] = (await sendCalls(target, [createGroup(`Group of ${members.length}`)], 1, "ids")).ids;
  const joins = Array.from({ length: Math.ceil(members.length / membersAtOnce) }, (_, index) =>
    addMembers(id, members.slice(index * membersAtOnce, (index + 1) * membersAtOnce)),
  );
  await sendCalls(target, joins, 1);
  return { id, size: members.length, ends: [members[0] ?? "", members.at(-1) ?? ""] };
}

/** Says how long it is since it was last asked. */
export function stopWatch(): () => string {
  let began = performance.now();
  return () => {
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    began = performance.now();
    return `${seconds} s`;
  };
}
