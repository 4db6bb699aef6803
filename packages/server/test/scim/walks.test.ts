import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { bulkRequestUrn, coreUserUrn } from "@rollcall/scim/urns.ts";
import { seededRandom } from "@rollcall/simulator/people/seeded-random.ts";
import { newId } from "../../src/actions/new-id.ts";
import { withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source, type SourceAnswer } from "../support/source.ts";

// A walk during concurrent creates and deletes never skips a resource that existed throughout, and never repeats one.

const own = withServer();
const seed = Number(process.env["ROLLCALL_TEST_SEED"] ?? Math.floor(Math.random() * 1_000_000));

const staying = 400;
const passing = 200;
const writers = 3;
const pageSize = 10;

describe(`walks through a list while others write (seed ${seed})`, () => {
  let source: Source;
  /** The ids of those who exist throughout and do not change. */
  const stays = new Set<string>();
  /** Those who come, go and change their names. */
  const others: string[] = [];
  const random = seededRandom(seed);
  const anyNumber = (below: number): number => random.integer(below);
  // The first letters are random, so that those who pass stand everywhere among those who stay.
  const anyName = (): string => `${anyNumber(2 ** 32).toString(36)}-${newId().slice(24)}`;

  before(async () => {
    source = await (await own.organization()).source();
    const Operations = Array.from({ length: staying + passing }, (_, index) => ({
      method: "POST",
      path: "/Users",
      bulkId: String(index),
      data: { schemas: [coreUserUrn], userName: anyName() },
    }));
    const { body } = await source.send("POST", "/Bulk", { schemas: [bulkRequestUrn], Operations });
    for (const { bulkId, location } of body["Operations"] as { bulkId: string; location: string }[]) {
      const id = location.slice(-36);
      if (Number(bulkId) % 3 === 0) others.push(id);
      else stays.add(id);
    }
    assert.equal(stays.size, staying);
  });

  /** Creates, deletes and renames those who pass, one after the other, until it is told to stop. */
  async function write(stopped: () => boolean): Promise<number> {
    let writes = 0;
    for (; !stopped(); writes += 3) {
      others.push((await source.create("Users", person(anyName()))).id);
      const [gone] = others.splice(anyNumber(others.length), 1) as [string];
      await source.delete("Users", gone);
      // Taken out, so that no other writer deletes it meanwhile.
      const [renamed] = others.splice(anyNumber(others.length), 1) as [string];
      await source.patch("Users", renamed, { op: "replace", path: "userName", value: anyName() });
      others.push(renamed);
    }
    return writes;
  }

  async function page(parameters: string): Promise<SourceAnswer> {
    const answer = await source.send("GET", parameters);
    assert.equal(answer.status, 200, answer.text);
    return answer;
  }
  const idsOf = ({ body }: SourceAnswer): string[] => (body["Resources"] as AnsweredResource[]).map(({ id }) => id);

  /** Follows cursors from the first page, or from the page that one leads to, as far as they lead. */
  async function follow(path: string, by: "nextCursor" | "previousCursor", begin = "") {
    const met: string[] = [];
    let last = begin;
    for (let cursor: string | undefined = begin; cursor !== undefined; ) {
      const answer: SourceAnswer = await page(`${path}cursor=${cursor}&count=${pageSize}&attributes=id`);
      met.push(...idsOf(answer));
      last = cursor;
      cursor = answer.body[by] as string | undefined;
    }
    return { met, last };
  }

  async function walkBack(path: string): Promise<string[]> {
    const { last } = await follow(path, "nextCursor");
    return (await follow(path, "previousCursor", last)).met;
  }

  async function walkByIndex(path: string): Promise<string[]> {
    const met: string[] = [];
    for (let startIndex = 1; ; ) {
      const ids = idsOf(await page(`${path}startIndex=${startIndex}&count=${pageSize}&attributes=id`));
      if (ids.length === 0) return met;
      met.push(...ids);
      startIndex += ids.length;
    }
  }

  const forward = async (path: string): Promise<string[]> => (await follow(path, "nextCursor")).met;
  const walks: readonly (readonly [name: string, walk: (path: string) => Promise<string[]>, path: string])[] = [
    ["by cursor", forward, "/Users?"],
    ["by cursor, back from the end", walkBack, "/Users?"],
    ["by cursor with a filter", forward, "/Users?filter=userName+pr&"],
    ["by cursor in the order of user names", forward, "/Users?sortBy=userName&"],
    ["by cursor in the order of user names, back from the end", walkBack, "/Users?sortBy=userName&"],
    ["by cursor, user names descending", forward, "/Users?sortBy=userName&sortOrder=descending&"],
    ["by cursor in the order of an attribute that most lack", forward, "/Users?sortBy=title&"],
    ["by cursor over all types", forward, "?"],
    ["by index", walkByIndex, "/Users?"],
    ["by index with a filter", walkByIndex, "/Users?filter=userName+pr&"],
    ["by index in the order of user names", walkByIndex, "/Users?sortBy=userName&"],
  ];

  for (const [name, walk, path] of walks) {
    test(`${name}: nobody who stays is skipped or met twice`, async (t) => {
      let done = false;
      const writing = Array.from({ length: writers }, () => write(() => done));
      const met = await walk(path).finally(() => {
        done = true;
      });
      const writes = (await Promise.all(writing)).reduce((sum, count) => sum + count, 0);
      const metOnce = new Set(met);
      const lost = [...stays].filter((id) => !metOnce.has(id)).length;
      // Who changes the name moves in an order by names; in every other order nobody is met twice.
      const counted = path.includes("userName&") ? met.filter((id) => stays.has(id)) : met;
      const repeated = counted.length - new Set(counted).size;
      t.diagnostic(`${name}: ${met.length} met, ${writes} writes meanwhile, lost ${lost}, repeated ${repeated}`);
      assert.deepEqual({ lost, repeated }, { lost: 0, repeated: 0 });
      assert.ok(writes > 0, "nobody wrote meanwhile");
    });
  }
});
