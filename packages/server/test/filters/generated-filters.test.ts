import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compileFilterTest } from "@rollcall/scim/filter/evaluate-filter.ts";
import { parseFilter } from "@rollcall/scim/filter/parse-filter.ts";
import { resolveFilter } from "@rollcall/scim/filter/resolve-filter.ts";
import type { Resource } from "@rollcall/scim/resource.ts";
import { validateResource } from "@rollcall/scim/schema/validate-resource.ts";
import fc from "fast-check";
import { presentResource } from "../../src/http/scim/present-resource.ts";
import { listResources } from "../../src/storage/read/provisioned-resource-lists.ts";
import { withDatabase } from "../support/database.ts";
import {
  type FilterTemplate,
  fillIn,
  type GeneratedTypeName,
  generatedBaseUrl,
  generatedFilters,
  generatedIds,
  generatedResources,
  generatedTypes,
} from "./generated.ts";
import { newOwner, storeMembers, storeResources, textOf } from "./store-resources.ts";

// A seed of one's own repeats a run, more runs search longer: ROLLCALL_TEST_SEED=7 ROLLCALL_TEST_RUNS=500.
const seed = Number(process.env["ROLLCALL_TEST_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const runs = Number(process.env["ROLLCALL_TEST_RUNS"] ?? 30);
const filtersPerType = 20;

const typeNames = ["User", "Group", "Badge"] as const;

describe(`generated filters on generated resources (seed ${seed})`, () => {
  const own = withDatabase();
  let pairs = 0;
  let matched = 0;

  test("PostgreSQL finds what the evaluator in memory finds among the resources as clients see them", async (t) => {
    const filters = Object.fromEntries(
      typeNames.map((name) => [
        name,
        fc.array(generatedFilters(generatedTypes[name]), { minLength: filtersPerType, maxLength: filtersPerType }),
      ]),
    ) as Record<GeneratedTypeName, fc.Arbitrary<FilterTemplate[]>>;
    await fc.assert(
      fc.asyncProperty(generatedResources, fc.record(filters), async (arriving, wanted) => {
        const { list, shown } = await store(arriving);
        for (const name of typeNames) {
          for (const template of wanted[name]) {
            const filter = fillIn(template, shown[name]);
            const resolved = resolveFilter(generatedTypes[name], parseFilter(filter));
            const expected = shown[name].filter(compileFilterTest(resolved)).map((resource) => textOf(resource, "id"));
            const page = await list(name, resolved);
            const found = page.rows.map((row) => row.id);
            assert.deepEqual(
              { totalResults: page.totalResults, found },
              { totalResults: expected.length, found: expected },
              `${name}: ${filter}`,
            );
            pairs += shown[name].length;
            matched += found.length;
          }
        }
      }),
      { seed, numRuns: runs },
    );
    assert.ok(pairs >= 500 && matched > 0, `${pairs} pairs, ${matched} matches`);
    t.diagnostic(
      `seed ${seed}: ${runs * typeNames.length * filtersPerType} filters, ${pairs} pairs, ${matched} matches`,
    );
  });

  async function store({ memberships, ...arriving }: GeneratedResources) {
    const owner = newOwner();
    let place = 0;
    const canonical = (name: GeneratedTypeName): Resource[] =>
      arriving[name].map(({ body, created, modified }, index) => {
        const sent = name === "User" ? { ...body, userName: `${textOf(body, "userName")}${index}` } : body;
        const { resource } = validateResource(generatedTypes[name], JSON.parse(JSON.stringify(sent)));
        return { ...resource, id: generatedIds[place++] ?? "", meta: { created, lastModified: modified } };
      });
    const resources = { User: canonical("User"), Group: canonical("Group"), Badge: canonical("Badge") };
    const everybody = [...resources.User, ...resources.Group];
    for (const name of typeNames) await storeResources(own.database, owner, generatedTypes[name], resources[name]);
    const groups = resources.Group.map((group, index) => ({
      ...group,
      members: memberships.flatMap(([inGroup, member]) => {
        const id = everybody[member]?.["id"];
        return inGroup === index && id !== undefined && id !== group["id"] ? [{ value: id }] : [];
      }),
    }));
    await storeMembers(own.database, owner, generatedTypes.Group, groups);

    const list = (name: GeneratedTypeName, filter?: ReturnType<typeof resolveFilter>) =>
      listResources(own.database, owner.organizationId, owner.sourceApplicationId, generatedTypes[name], {
        filter,
        startIndex: 1,
        count: 100,
        withMembers: true,
        withGroups: true,
        baseUrl: generatedBaseUrl,
      });
    const shown: Record<GeneratedTypeName, Resource[]> = { User: [], Group: [], Badge: [] };
    for (const name of typeNames) {
      const { rows } = await list(name);
      shown[name] = rows.map(
        (row) => JSON.parse(presentResource(generatedTypes[name], generatedBaseUrl, row, undefined)) as Resource,
      );
      assert.equal(rows.length, resources[name].length);
    }
    return { list, shown };
  }
});

type GeneratedResources = typeof generatedResources extends fc.Arbitrary<infer T> ? T : never;
