import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { validateResource } from "@rollcall/scim/schema/validate-resource.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { compileResourceOrder } from "@rollcall/scim/sort/compare-resources.ts";
import { type ResolvedSort, resolveSort } from "@rollcall/scim/sort/resolve-sort.ts";
import fc from "fast-check";
import { presentResource } from "../../src/http/scim/present-resource.ts";
import { type PageQuery, searchResources } from "../../src/storage/read/provisioned-resource-lists.ts";
import {
  generatedBaseUrl,
  generatedIds,
  generatedResources,
  type GeneratedTypeName,
  generatedTypes,
} from "../filters/generated.ts";
import { newOwner, storeMembers, storeResources, textOf } from "../filters/store-resources.ts";
import { withDatabase } from "../support/database.ts";

// A seed of one's own repeats a run, more runs search longer: ROLLCALL_TEST_SEED=7 ROLLCALL_TEST_RUNS=500.
const seed = Number(process.env["ROLLCALL_TEST_SEED"] ?? Math.floor(Math.random() * 1_000_000));
const runs = Number(process.env["ROLLCALL_TEST_RUNS"] ?? 4);

const typeNames = ["User", "Group", "Badge"] as const;

/** Every attribute and sub-attribute of a type, by the names that clients write. */
function attributeNames({ attributes, extensions }: ResourceType): string[] {
  const tables = [
    ["", attributes] as const,
    ...extensions.map(({ schema }) => [`${schema.id}:`, schema.attributes] as const),
  ];
  return tables.flatMap(([prefix, table]) =>
    [...table.values()].flatMap(({ name, subAttributes }) => [
      `${prefix}${name}`,
      ...[...subAttributes.values()].map((sub) => `${prefix}${name}.${sub.name}`),
    ]),
  );
}

describe(`generated resources in every order (seed ${seed})`, () => {
  const own = withDatabase();
  let orders = 0;

  test("PostgreSQL lists resources in the order that they have in memory, as clients see them", async (t) => {
    await fc.assert(
      fc.asyncProperty(generatedResources, async (arriving) => {
        const { list, shown } = await store(arriving);
        for (const names of [["User"], ["Group"], ["Badge"], typeNames] as const) {
          const types = names.map((name) => generatedTypes[name]);
          for (const sortBy of new Set(types.flatMap(attributeNames))) {
            for (const order of ["ascending", "descending"]) {
              const sort = resolved(types, sortBy, order);
              if (sort === undefined) continue;
              const expected = names.flatMap((name) => shown[name]).sort(compileResourceOrder(sort));
              const found = await list(names, { sort, count: 100, baseUrl: generatedBaseUrl });
              assert.deepEqual(
                found.rows.map(({ id }) => id),
                expected.map((resource) => textOf(resource, "id")),
                `${names.join()} by ${sortBy} ${order}`,
              );
              orders += 1;
            }
          }
        }
      }),
      { seed, numRuns: runs },
    );
    assert.ok(orders > 300, `${orders} orders`);
    t.diagnostic(`seed ${seed}: ${orders} lists compared`);
  });

  function resolved(types: readonly ResourceType[], sortBy: string, order: string): ResolvedSort | undefined {
    try {
      return resolveSort(types, sortBy, order);
    } catch (error) {
      // Complex without a value, never returned, or of two kinds.
      if (error instanceof ScimError && error.scimType === "invalidValue") return undefined;
      throw error;
    }
  }

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

    const list = (names: readonly GeneratedTypeName[], query: PageQuery) =>
      searchResources(
        own.database,
        owner.organizationId,
        owner.sourceApplicationId,
        names.map((name) => ({ type: generatedTypes[name], filter: undefined, withMembers: true, withGroups: true })),
        query,
      );
    const { rows } = await list(typeNames, { count: 100 });
    const shown: Record<GeneratedTypeName, Resource[]> = { User: [], Group: [], Badge: [] };
    for (const row of rows) {
      const name = row.type as GeneratedTypeName;
      const text = presentResource(generatedTypes[name], generatedBaseUrl, row, undefined);
      shown[name].push(JSON.parse(text) as Resource);
    }
    return { list, shown };
  }
});

type GeneratedResources = typeof generatedResources extends fc.Arbitrary<infer T> ? T : never;
