import { paramNames, type Route } from "@rollcall/admin-api/route.ts";
import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { auditChange } from "../../actions/audit.ts";
import type { Caller } from "../../actions/open-session.ts";
import { auditActorOf } from "../../domain/audit-entry.ts";
import { findSourceApplication } from "../../storage/read/source-applications.ts";
import { RollcallError } from "../../domain/errors.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { Scope } from "./handler.ts";

/** A handler as the table holds it, whatever its route. */
export type AnyHandler = (call: object) => Promise<unknown>;

/** A call of any route, as its handler gets it. */
export interface AnyCall extends Scope {
  readonly deps: AdminDeps;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface TableRow {
  readonly route: Route;
  readonly handler: AnyHandler;
}

/** Tells whether a call of a route is a line of the audit trail: what may change something, but for what is tried only. */
export function isAudited({ method, permission }: Route): boolean {
  return method !== "GET" && permission !== "public" && permission !== "read";
}

/**
 * Makes the way of calling a route whose calls are audited. What was before and after is read by the very routes that
 * people read it by: that of the same address, that of the list it stands in, or that of the thing an action is done to.
 */
export function auditedCall(name: string, row: TableRow, table: ReadonlyMap<string, TableRow>) {
  const reader = row.route.permission === "signed-in" ? undefined : stateReader(row.route, table);
  return (call: AnyCall): Promise<unknown> => {
    const { deps, caller, principal, organizationId, application, params } = call;
    const fact = {
      action: name,
      actor: auditActorOf(principal),
      organizationId: organizationId ?? application?.organizationId ?? null,
      target: row.route.path.replaceAll(/\{(\w+)\}/g, (whole, param: string) => params[param] ?? whole),
    };
    const readState = async () => reader?.(call);
    return auditChange(deps, fact, caller, readState, () => row.handler(call) as Promise<JsonValue | undefined>);
  };
}

type StateReader = (call: AnyCall) => Promise<JsonValue | undefined>;

/** Finds the route that reads what a route changes, by the address. */
function stateReader(route: Route, table: ReadonlyMap<string, TableRow>): StateReader | undefined {
  // What is being made is not there yet.
  if (route.status === 201) return undefined;
  const { path } = route;
  const parent = path.slice(0, path.lastIndexOf("/"));
  const same = table.get(path);
  if (same !== undefined && !isList(same.route)) return (call) => ask(same, call);
  const list = table.get(parent);
  if (path.endsWith("}") && list !== undefined && isList(list.route)) return (call) => findIn(list, path, call);
  if (path.endsWith("}")) return undefined;
  // An action: POST /things/{thingId}/action.
  const thing = table.get(parent);
  if (thing !== undefined && !isList(thing.route)) return (call) => ask(thing, call);
  const things = table.get(parent.slice(0, parent.lastIndexOf("/")));
  if (parent.endsWith("}") && things !== undefined && isList(things.route))
    return (call) => findIn(things, parent, call);
  return undefined;
}

function isList({ answer }: Route): boolean {
  return answer !== undefined && "items" in ((answer as { properties?: object }).properties ?? {});
}

/** Reads a thing; one that is not there has no state. */
async function ask({ handler }: TableRow, call: AnyCall): Promise<JsonValue | undefined> {
  try {
    // An application that was found when the call began is not the one after the change.
    const { deps, application: found } = call;
    const application = found && (await findSourceApplication(deps.database.reader, found.id));
    // One that is deleted is gone for every route.
    if (found !== undefined && application === undefined) return undefined;
    return (await handler({ ...call, application, query: {}, body: undefined })) as JsonValue;
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    // What is wrong with the call its own handler says, in its own words.
    return undefined;
  }
}

/** Finds a thing in its list by the id that ends an address; lists longer than a page are of things that have a route. */
async function findIn(list: TableRow, path: string, call: AnyCall): Promise<JsonValue | undefined> {
  const answer = await ask(list, call);
  const param = paramNames(path).at(-1) ?? "";
  const items = isObject(answer) ? answer["items"] : undefined;
  return Array.isArray(items) ? items.filter(isThing).find(({ id }) => id === call.params[param]) : undefined;
}

function isThing(value: JsonValue): value is JsonObject {
  return isObject(value);
}
