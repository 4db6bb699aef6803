import type { JsonValue } from "@rollcall/scim/resource.ts";
import { actorOf, type Principal } from "../domain/principal.ts";
import { type DirectoryAttribute, directoryUserAttributes } from "../domain/directory-attribute.ts";
import { type DirectoryUser, directoryUserKeys } from "../domain/directory-user.ts";
import { checkValues, makeByHand } from "../domain/directory-user-by-hand.ts";
import { type Problem, RollcallError } from "../domain/errors.ts";
import type { Tx } from "../storage/database.ts";
import { listCustomAttributes } from "../storage/read/directory-attributes.ts";
import { findTakenKeys } from "../storage/read/directory-users.ts";
import { claimDirectory } from "../storage/write/directory-claims.ts";
import { writeProvisionedChanges } from "../storage/write/provisioned-changes.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeByHand } from "./create-directory-user.ts";

/** One line of a table, its cells by the names in the table's header. */
export interface ImportedLine {
  /** 1-based, as an editor counts. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

const maxProblems = 100;

/**
 * Creates a directory user for each line: all of them, or none and all problems (the first hundred). `active` says
 * whether the person is enabled, and is true where it is missing; several values stand in one cell with ";" between.
 *
 * @returns how many were created
 * @throws {RollcallError} import.invalid
 */
export async function importDirectoryUsers(
  deps: ActionDeps,
  principal: Principal,
  organizationId: string,
  lines: readonly ImportedLine[],
): Promise<number> {
  const custom = await listCustomAttributes(deps.database.lists, organizationId);
  const attributes = [...directoryUserAttributes, ...custom];
  const maker = { actor: actorOf(principal), now: deps.now() };
  const problems: Problem[] = [];
  const users: { readonly line: number; readonly user: DirectoryUser }[] = [];
  for (const { line, cells } of lines) {
    const { given, enabled, fault } = readCells(cells, attributes);
    const checked = checkValues(given, attributes, `line ${line}: `);
    problems.push(...checked.problems);
    if (fault !== undefined) problems.push({ where: `line ${line}: active`, detail: fault });
    users.push({ line, user: makeByHand(deps.newId(), checked.values, enabled, maker) });
  }
  const changes = users.map(({ user }) => changeByHand(deps, organizationId, user, maker));
  const { matchedAttributes = [] } = (await deps.settings.organization(organizationId)) ?? {};
  await deps.database.transaction(async (tx) => {
    await claimDirectory(tx, organizationId);
    const found = [...problems, ...(await findTaken(tx, organizationId, users))];
    if (found.length > 0) {
      const detail = `${counted(found.length, "problem")} in ${counted(lines.length, "line")}; nothing was imported`;
      throw new RollcallError("import.invalid", detail, found.slice(0, maxProblems));
    }
    if (changes.length > 0) await writeProvisionedChanges(tx, organizationId, changes, matchedAttributes);
  });
  deps.writer.written(changes, []);
  return users.length;
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function readCells(cells: ReadonlyMap<string, string>, attributes: readonly DirectoryAttribute[]) {
  const given = new Map<string, JsonValue>();
  let enabled: JsonValue = true;
  let fault: string | undefined;
  for (const [name, cell] of cells) {
    const attribute = attributes.find((one) => one.name === name);
    if (name === "active") {
      enabled = cell === "" || readCell("boolean", cell);
      if (typeof enabled !== "boolean") fault = `expected true or false, found "${cell.slice(0, 60)}"`;
    } else if (attribute?.multiValued === true) {
      const parts = cell.split(";").map((part) => part.trim());
      given.set(
        name,
        parts.filter((part) => part !== "").map((part) => readCell(attribute.type, part)),
      );
    } else given.set(name, readCell(attribute?.type ?? "string", cell));
  }
  return { given, enabled: enabled === true, fault };
}

/** A cell as its attribute's type, where it can be read as one; otherwise as text, which the check then refuses. */
function readCell(type: DirectoryAttribute["type"], cell: string): JsonValue {
  const lower = cell.toLowerCase();
  if (type === "boolean" && (lower === "true" || lower === "false")) return lower === "true";
  if (type === "number" && cell !== "" && Number.isFinite(Number(cell))) return Number(cell);
  return cell;
}

/** User names and e-mails that stand twice in the table, or that somebody in the directory has. */
async function findTaken(
  tx: Tx,
  organizationId: string,
  users: readonly { readonly line: number; readonly user: DirectoryUser }[],
): Promise<Problem[]> {
  const keyed = users.map(({ line, user }) => ({ line, ...directoryUserKeys(user.attributes) }));
  const userNameKeys = keyed.flatMap(({ userNameKey }) => userNameKey ?? []);
  const emailKeys = keyed.flatMap(({ emailKey }) => emailKey ?? []);
  const taken = await findTakenKeys(tx, organizationId, userNameKeys, emailKeys);
  const firstLines = { userName: new Map<string, number>(), email: new Map<string, number>() };
  const problems: Problem[] = [];
  const look = (name: "userName" | "email", key: string | null, line: number, there: ReadonlySet<string>): void => {
    if (key === null) return;
    const earlier = firstLines[name].get(key);
    const where = `line ${line}: ${name}`;
    if (there.has(key)) problems.push({ where, detail: "a directory user has it already" });
    else if (earlier === undefined) firstLines[name].set(key, line);
    else problems.push({ where, detail: `line ${earlier} has it, too` });
  };
  for (const { line, userNameKey, emailKey } of keyed) {
    look("userName", userNameKey, line, taken.userNames);
    look("email", emailKey, line, taken.emails);
  }
  return problems;
}
