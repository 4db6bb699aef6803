import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { parseFilter } from "@rollcall/scim/filter/parse-filter.ts";
import { resolveFilter } from "@rollcall/scim/filter/resolve-filter.ts";
import type { Resource } from "@rollcall/scim/resource.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { parseProjection } from "@rollcall/scim/schema/projection.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { newId } from "../../src/actions/new-id.ts";
import { queryResources, type ResourceQuery } from "../../src/actions/query-resources.ts";
import type { SourceApplication } from "../../src/domain/source-application.ts";
import { type Database, openDatabase, unnamedStatement } from "../../src/storage/database.ts";
import { silentLog } from "../../src/log.ts";
import {
  countMembers,
  findMembersWhere,
  listResources,
  readResource,
} from "../../src/storage/read/provisioned-resource-lists.ts";
import { withDatabase } from "../support/database.ts";
import { newOwner, type Owner, storeMembers, storeResources, textOf } from "./store-resources.ts";

const created = "2026-01-01T00:00:00.000Z";
const meta = { created, lastModified: created };

function user(userName: string, more: Resource = {}): Resource {
  return { id: newId(), userName, externalId: `E-${userName}`, meta, ...more };
}

const applicationOf = ({ organizationId, sourceApplicationId }: Owner): SourceApplication => ({
  organizationId,
  id: sourceApplicationId,
  displayName: "Source",
  mode: "live",
});

describe("the resources of a source application", () => {
  const own = withDatabase();
  const owner = newOwner();
  const users = Array.from({ length: 1_050 }, (_, index) => user(`user${String(index).padStart(4, "0")}`));
  const ids = users.map((one) => textOf(one, "id")).sort();

  const query = (asked: ResourceQuery, of: Owner = owner, type = userResourceType) =>
    queryResources({ database: own.database }, applicationOf(of), type, asked);

  before(async () => {
    await storeResources(own.database, owner, userResourceType, users);
  });

  describe("pages", () => {
    const cases: readonly (readonly [
      asked: ResourceQuery,
      startIndex: number,
      shown: readonly string[],
      shows: string,
    ])[] = [
      [{}, 1, ids.slice(0, 100), "a page has 100 resources unless the client asks for another number"],
      [{ startIndex: "1", count: "2" }, 1, ids.slice(0, 2), "startIndex is 1-based"],
      [{ startIndex: "41", count: "3" }, 41, ids.slice(40, 43), "pages follow one order"],
      [{ startIndex: "0", count: "1" }, 1, ids.slice(0, 1), "R7644-3.4.2.4-02"],
      [{ startIndex: "-7", count: "1" }, 1, ids.slice(0, 1), "R7644-3.4.2.4-02"],
      [{ count: "-1" }, 1, [], "R7644-3.4.2.4-03"],
      [{ count: "0" }, 1, [], "R7644-3.4.2.4-04"],
      [{ count: "5000" }, 1, ids.slice(0, 1_000), "AMB-24"],
      [{ startIndex: "1049", count: "100" }, 1_049, ids.slice(1_048), "the last page is shorter"],
      [{ startIndex: "2000" }, 2_000, [], "AMB-26"],
      [{ startIndex: "99999999999999999999" }, Number.MAX_SAFE_INTEGER, [], "AMB-26"],
    ];
    for (const filter of [undefined, 'userName sw "USER"', "userName pr"]) {
      for (const [asked, startIndex, shown, shows] of cases) {
        test(`${JSON.stringify(asked)} ${filter ?? "without a filter"} (${shows})`, async () => {
          const page = await query({ ...asked, filter });
          assert.deepEqual(
            { totalResults: page.totalResults, startIndex: page.startIndex, rows: page.rows.map((row) => row.id) },
            { totalResults: 1_050, startIndex, rows: shown },
          );
        });
      }
    }

    for (const wrong of ["", "x", "1.5", "1e3", "0x1", " 1", "٣"]) {
      test(`${JSON.stringify(wrong)} is no whole number (AMB-25)`, async () => {
        for (const name of ["startIndex", "count"] as const) {
          await assert.rejects(query({ [name]: wrong }), (error) => {
            assert.ok(error instanceof ScimError && error.scimType === "invalidValue", String(error));
            assert.equal(error.message, `${name}: expected a whole number, found ${JSON.stringify(wrong)}`);
            return true;
          });
        }
      });
    }

    test("a page by a look-up counts like any other", async () => {
      const filter = 'userName eq "User0007"';
      for (const [asked, shown] of [
        [{}, 1],
        [{ count: "0" }, 0],
        [{ startIndex: "2" }, 0],
      ] as const) {
        const page = await query({ filter, ...asked });
        assert.deepEqual({ total: page.totalResults, shown: page.rows.length }, { total: 1, shown });
      }
      const nobody = await query({ filter: 'userName eq "nobody"' });
      assert.deepEqual({ total: nobody.totalResults, rows: nobody.rows }, { total: 0, rows: [] });
    });
  });

  test("an application sees its own resources only, with and without a filter", async () => {
    const sameOrganization = { ...owner, sourceApplicationId: newId() };
    const otherOrganization = { ...owner, organizationId: newId() };
    const known = `id eq "${ids[0]}"`;
    for (const stranger of [sameOrganization, otherOrganization]) {
      for (const filter of [undefined, known, 'userName eq "user0001"', 'externalId eq "E-user0001"', "userName pr"]) {
        const page = await query({ filter }, stranger);
        assert.deepEqual({ total: page.totalResults, rows: page.rows }, { total: 0, rows: [] }, filter);
      }
      const details = { withMembers: false, withGroups: true };
      const { organizationId, sourceApplicationId } = stranger;
      const read = readResource(own.database, organizationId, sourceApplicationId, "User", ids[0] ?? "", details);
      assert.equal(await read, undefined);
    }
  });

  describe("groups and their members", () => {
    const withGroups = newOwner();
    const [ann, bob] = [user("Ann", { displayName: "Ann Example" }), user("bob")] as [Resource, Resource];
    const lab: Resource = { id: newId(), displayName: "Lab", meta };
    const staff: Resource = { id: newId(), displayName: "Staff", meta };
    const [annId, labId] = [textOf(ann, "id"), textOf(lab, "id")] as const;
    const details = { withMembers: true, withGroups: true };
    const { organizationId, sourceApplicationId } = withGroups;
    const read = (type: string, id: unknown, asked = details) =>
      readResource(own.database, organizationId, sourceApplicationId, type, String(id), asked);

    before(async () => {
      await storeResources(own.database, withGroups, userResourceType, [ann, bob]);
      await storeResources(own.database, withGroups, groupResourceType, [lab, staff]);
      const members = [{ value: textOf(bob, "id") }, { value: textOf(ann, "id") }, { value: textOf(lab, "id") }];
      await storeMembers(own.database, withGroups, groupResourceType, [
        { ...staff, meta: { created: "2026-01-02T00:00:00.000Z", lastModified: created }, members },
      ]);
    });

    test("a group is read with its members in the order of their ids, its version counting each change", async () => {
      const row = await read("Group", staff["id"]);
      const document = JSON.parse(row?.document ?? "{}") as Resource;
      assert.deepEqual(
        { ...row, document, members: JSON.parse(row?.members ?? "null") },
        {
          id: staff["id"],
          document: { id: staff["id"], displayName: "Staff" },
          version: 4,
          createdAt: created,
          modifiedAt: "2026-01-02T00:00:00.000Z",
          members: [
            { value: annId, type: "User", display: "Ann Example" },
            { value: textOf(bob, "id"), type: "User", display: "bob" },
            { value: labId, type: "Group", display: "Lab" },
          ].sort((one, other) => (one.value < other.value ? -1 : 1)),
          groups: null,
        },
      );
    });

    test("a user is read with its groups; who has none, and who is not asked, has null", async () => {
      const groups = [{ value: staff["id"], display: "Staff", type: "direct" }];
      assert.deepEqual(JSON.parse((await read("User", ann["id"]))?.groups ?? "null"), groups);
      assert.equal((await read("User", ann["id"], { ...details, withGroups: false }))?.groups, null);
      assert.equal((await read("Group", lab["id"]))?.members, null);
      assert.equal((await read("Group", staff["id"], { ...details, withMembers: false }))?.members, null);
    });

    test("an id of another type, and what is no id, is not found", async () => {
      assert.equal(await read("Group", ann["id"]), undefined);
      assert.equal(await read("User", staff["id"]), undefined);
      assert.equal(await read("User", "no-id"), undefined);
      assert.equal(await read("User", textOf(ann, "id").toUpperCase()), undefined);
    });

    test("members are not loaded where the projection leaves them out (ROWN-10-01)", async () => {
      const shown = async (attributes?: string, excluded?: string) => {
        const projection = parseProjection(attributes, excluded);
        const page = await query({ projection, filter: 'displayName eq "staff"' }, withGroups, groupResourceType);
        return page.rows.map((row) => row.members !== null);
      };
      assert.deepEqual(await shown(), [true]);
      assert.deepEqual(await shown("members.value"), [true]);
      assert.deepEqual(await shown("displayName"), [false]);
      assert.deepEqual(await shown(undefined, "members"), [false]);
    });

    test("members are counted and found by what stands in brackets", async () => {
      const group = textOf(staff, "id");
      const where = async (filter: string) => {
        const resolved = resolveFilter(groupResourceType, parseFilter(`members[${filter}]`));
        assert.ok(resolved.kind === "valuePath");
        return findMembersWhere(own.database.lists, organizationId, sourceApplicationId, group, resolved.inner);
      };
      assert.equal(await countMembers(own.database.reader, organizationId, sourceApplicationId, group), 3);
      assert.equal(await countMembers(own.database.reader, organizationId, sourceApplicationId, textOf(lab, "id")), 0);
      assert.deepEqual(await where('type eq "group"'), [labId]);
      assert.deepEqual(await where('display sw "ann" or display eq "LAB"'), [annId, labId].sort());
      assert.deepEqual(await where(`not (value eq "${textOf(bob, "id")}")`), [annId, labId].sort());
      assert.deepEqual(await where('value eq "nobody"'), []);
    });

    test("a group's location, version and last change are those that an answer shows", async () => {
      const baseUrl = "https://scim.example.com/scim/app/v2";
      const id = textOf(staff, "id");
      const filters = [
        `meta.location eq "${baseUrl}/Groups/${id}"`,
        'meta.version eq "W/\\"4\\""',
        'meta.lastModified ge "2026-01-02T00:00:00Z"',
        `members.$ref eq "${baseUrl}/Users/${textOf(ann, "id")}"`,
      ];
      for (const filter of filters) {
        const page = await query({ filter, baseUrl }, withGroups, groupResourceType);
        assert.deepEqual(
          page.rows.map((row) => row.id),
          [id],
          filter,
        );
      }
      assert.equal((await query({ filter: filters[0] ?? "" }, withGroups, groupResourceType)).totalResults, 0);
    });
  });

  test("a filter that takes longer than a query may is refused with tooMany, never answered with a wrong number", async () => {
    const hurried: Database = openDatabase({ target: own.target, log: silentLog, listMilliseconds: 100 });
    const locked = own.database.transaction(async (tx) => {
      await tx.execute(unnamedStatement("lock table provisioned_resources in access exclusive mode"), []);
      const asked = queryResources({ database: hurried }, applicationOf(owner), userResourceType, {
        filter: "title pr",
      });
      await assert.rejects(asked, (error) => error instanceof ScimError && error.scimType === "tooMany");
    });
    await locked;
    await hurried.close();
  });

  test("a filter has at most 100 terms; the first too many is named by its position (ROWN-7-02)", async () => {
    const terms = (count: number) => Array(count).fill('userName eq "user0001"').join(" or ");
    assert.equal((await query({ filter: terms(100) })).totalResults, 1);
    await assert.rejects(
      query({ filter: terms(101) }),
      (error) => error instanceof ScimError && error.scimType === "invalidFilter" && /position \d+/.test(error.message),
    );
    const resolved = resolveFilter(userResourceType, parseFilter(terms(101)));
    const { organizationId, sourceApplicationId } = owner;
    const asked = { filter: resolved, startIndex: 1, count: 1, withMembers: false, withGroups: false };
    await assert.rejects(
      listResources(own.database, organizationId, sourceApplicationId, userResourceType, asked),
      (error) => error instanceof ScimError && error.scimType === "invalidFilter",
    );
  });

  test("a deviation that a filter makes use of is told (AMB-05)", async () => {
    const page = await query({ filter: "userName eq user0001" });
    assert.deepEqual([page.totalResults, page.dialects], [1, ["filter.unquoted-value"]]);
  });
});
