import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { findBulkReferences } from "@rollcall/scim/messages/bulk-references.ts";
import type { BulkOperation } from "@rollcall/scim/messages/bulk-request.ts";
import { isObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";

/** What one operation of a bulk job waits for; numbers are places in the request, 0-based. */
export interface OperationOrder {
  /** Must be done before it, whether they succeed or fail. */
  readonly after: ReadonlySet<number>;
  /** bulkIds that it refers to and whose resources must exist. */
  readonly references: ReadonlySet<string>;
  /** Of these, those of resources that refer back to it: it is created without them, and completed afterwards. */
  readonly circular: ReadonlySet<string>;
}

/**
 * Finds an order for the operations of a bulk job that allows as much as possible at once and comes to the same as doing
 * them one after the other (RFC 7644 section 3.7): what is referred to comes first (forward references too), operations
 * on the same resource or name keep their order, and resources that refer to each other in a circle (R7644-3.7.1-01) are
 * told apart.
 *
 * @param uniqueNames by endpoint, the lower-cased names of the attributes whose values only one resource may have
 */
export function orderBulkOperations(
  operations: readonly BulkOperation[],
  uniqueNames: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
): OperationOrder[] {
  const facts = operations.map((operation) => factsOf(operation, uniqueNames));
  const makers = new Map(facts.flatMap(({ makes }, index) => (makes === undefined ? [] : [[makes, index] as const])));
  const circles = findCircles(facts.map(({ references }) => placesOf(references, makers)));
  return facts.map((fact, index) => {
    const circular = new Set<string>();
    const after = new Set<number>();
    for (const reference of fact.references) {
      const maker = makers.get(reference);
      if (maker === undefined) continue;
      if (circles[maker] === circles[index]) circular.add(reference);
      else after.add(maker);
    }
    for (let earlier = 0; earlier < index; earlier += 1) {
      const other = facts[earlier];
      // What an earlier operation waits for cannot wait for that one.
      if (other !== undefined && mustFollow(other, fact) && !dependsOn(earlier, index, facts, makers))
        after.add(earlier);
    }
    return { after, references: fact.references, circular };
  });
}

interface OperationFacts {
  /** The bulkId that a POST gives its resource. */
  readonly makes: string | undefined;
  readonly references: ReadonlySet<string>;
  /** What it writes: ids, bulkIds, and the names it takes. */
  readonly writes: ReadonlySet<string>;
  /** May set a name free, so that whoever takes a name comes after it. */
  readonly freesNames: boolean;
  readonly takesName: boolean;
}

const nobody: OperationFacts = {
  makes: undefined,
  references: new Set(),
  writes: new Set(),
  freesNames: false,
  takesName: false,
};

function factsOf(
  { bulkId, target }: BulkOperation,
  uniqueNames: ReadonlyMap<string, ReadonlySet<string>>,
): OperationFacts {
  if (target instanceof ScimError) return nobody;
  const { method, endpoint, id, data } = target;
  const references = findBulkReferences(data);
  const writes = new Set<string>();
  if (id !== undefined) {
    writes.add(id);
    for (const reference of findBulkReferences(id)) references.add(reference);
  }
  if (bulkId !== undefined && method === "POST") writes.add(`bulkId:${bulkId}`);
  const name = nameOf(data);
  if (name !== undefined) writes.add(`name ${endpoint} ${name}`);
  const unique = uniqueNames.get(endpoint);
  if (unique !== undefined) collectUnique(data, unique, writes);
  // What a PATCH does to unique values only its operations tell.
  const mayRename =
    method === "PUT" ||
    (method === "PATCH" && (unique !== undefined || /username|displayname/i.test(JSON.stringify(data))));
  return {
    makes: method === "POST" ? bulkId : undefined,
    references,
    writes,
    freesNames: method === "DELETE" || mayRename,
    takesName: method === "POST" || mayRename,
  };
}

function nameOf(data: JsonValue | undefined): string | undefined {
  if (!isObject(data)) return undefined;
  for (const wanted of ["username", "displayname"]) {
    const key = Object.keys(data).find((name) => name.toLowerCase() === wanted);
    const value = key === undefined ? undefined : data[key];
    if (typeof value === "string") return foldCase(value);
  }
  return undefined;
}

/** Notes the unique values in a body, with the name of their attribute, wherever it stands. */
function collectUnique(data: JsonValue | undefined, names: ReadonlySet<string>, found: Set<string>): void {
  if (Array.isArray(data)) for (const element of data) collectUnique(element, names, found);
  if (!isObject(data)) return;
  for (const [key, value] of Object.entries(data)) {
    const name = key.slice(key.lastIndexOf(":") + 1).toLowerCase();
    if (!names.has(name)) collectUnique(value, names, found);
    else for (const one of leavesOf(value)) found.add(`unique ${name} ${foldCase(one)}`);
  }
}

/** The simple values in a value, as texts. */
function leavesOf(value: JsonValue | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (isObject(value)) return Object.values(value).flatMap(leavesOf);
  return value === undefined || value === null ? [] : [String(value)];
}

function mustFollow(earlier: OperationFacts, later: OperationFacts): boolean {
  // Whether a name is free is decided by those before: neither may overtake the other.
  if ((earlier.freesNames && later.takesName) || (earlier.takesName && later.freesNames)) return true;
  for (const key of later.writes) if (earlier.writes.has(key)) return true;
  return false;
}

function placesOf(references: ReadonlySet<string>, makers: ReadonlyMap<string, number>): number[] {
  return [...references].flatMap((reference) => makers.get(reference) ?? []);
}

/** Tells whether one operation comes, by its references, after another. */
function dependsOn(
  from: number,
  to: number,
  facts: readonly OperationFacts[],
  makers: ReadonlyMap<string, number>,
): boolean {
  const seen = new Set<number>();
  const open = [from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (place === to) return true;
    if (seen.has(place)) continue;
    seen.add(place);
    open.push(...placesOf(facts[place]?.references ?? new Set(), makers));
  }
  return false;
}

/** Numbers the circles (strongly connected components, Tarjan 1972) of a graph; operations in the same have the same. */
function findCircles(edges: readonly (readonly number[])[]): number[] {
  const circle = edges.map(() => -1);
  const found = edges.map(() => -1);
  const low = edges.map(() => 0);
  const stack: number[] = [];
  let count = 0;
  let circles = 0;
  for (let root = 0; root < edges.length; root += 1) {
    if (found[root] !== -1) continue;
    // Not recursive: a chain of 1,000 references must not use up the stack.
    const path: { place: number; next: number }[] = [{ place: root, next: 0 }];
    while (path.length > 0) {
      const top = path[path.length - 1] as { place: number; next: number };
      const { place } = top;
      if (top.next === 0) {
        found[place] = low[place] = count++;
        stack.push(place);
      }
      const to = edges[place]?.[top.next];
      top.next += 1;
      if (to !== undefined) {
        if (found[to] === -1) path.push({ place: to, next: 0 });
        else if (circle[to] === -1) low[place] = Math.min(low[place] ?? 0, found[to] ?? 0);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1]?.place;
      if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[place] ?? 0);
      if (low[place] !== found[place]) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        circle[member] = circles;
        if (member === place) break;
      }
      circles += 1;
    }
  }
  return circle;
}
