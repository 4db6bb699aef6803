import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { findBulkReferences } from "@rollcall/scim/messages/bulk-references.ts";
import type { BulkOperation } from "@rollcall/scim/messages/bulk-request.ts";
import { isObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { followReferences } from "./follow-references.ts";
import { PlaceSet } from "./place-set.ts";

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
  const { circles, reached } = followReferences(facts.map(({ references }) => placesOf(references, makers)));
  const earlier = new EarlierOperations(operations.length);
  return facts.map((fact, index) => {
    const circular = new Set<string>();
    const after = new Set<number>();
    for (const reference of fact.references) {
      const maker = makers.get(reference);
      if (maker === undefined) continue;
      if (circles[maker] === circles[index]) circular.add(reference);
      else after.add(maker);
    }
    // What an earlier operation waits for cannot wait for that one.
    earlier.waitedFor(fact, (place) => reached[place]?.has(index) !== true, after);
    earlier.add(index, fact, after);
    return { after, references: fact.references, circular };
  });
}

/**
 * The operations before the one that is looked at, by what they write. Sets of bits, since a job of 1,000 operations has
 * half a million pairs.
 */
class EarlierOperations {
  readonly #size: number;
  readonly #byKey = new Map<string, PlaceSet>();
  readonly #freeNames: PlaceSet;
  readonly #takeNames: PlaceSet;
  /** By place, all that are done before it, as far as they were known when it was added. */
  readonly #done: PlaceSet[] = [];

  constructor(size: number) {
    this.#size = size;
    this.#freeNames = new PlaceSet(size);
    this.#takeNames = new PlaceSet(size);
  }

  /** Adds to `after` those that an operation has to follow, but for those that others of them wait for anyway. */
  waitedFor(fact: OperationFacts, mayWait: (place: number) => boolean, after: Set<number>): void {
    const found = new PlaceSet(this.#size);
    // Whether a name is free is decided by those before: neither may overtake the other.
    if (fact.takesName) found.addAll(this.#freeNames);
    if (fact.freesNames) found.addAll(this.#takeNames);
    for (const key of fact.writes) {
      const writers = this.#byKey.get(key);
      if (writers !== undefined) found.addAll(writers);
    }
    const implied = new PlaceSet(this.#size);
    for (const place of found.descending()) {
      if (implied.has(place) || !mayWait(place)) continue;
      after.add(place);
      const before = this.#done[place];
      if (before !== undefined) implied.addAll(before);
    }
  }

  add(index: number, fact: OperationFacts, after: ReadonlySet<number>): void {
    const done = new PlaceSet(this.#size);
    for (const place of after) {
      done.add(place);
      const before = this.#done[place];
      if (before !== undefined) done.addAll(before);
    }
    this.#done.push(done);
    if (fact.freesNames) this.#freeNames.add(index);
    if (fact.takesName) this.#takeNames.add(index);
    for (const key of fact.writes) {
      const writers = this.#byKey.get(key) ?? new PlaceSet(this.#size);
      writers.add(index);
      this.#byKey.set(key, writers);
    }
  }
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

function placesOf(references: ReadonlySet<string>, makers: ReadonlyMap<string, number>): number[] {
  return [...references].flatMap((reference) => makers.get(reference) ?? []);
}
