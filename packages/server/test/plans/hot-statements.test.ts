import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { namedStatements } from "../../src/storage/database/statement.ts";
import { storeMembers, storeResources } from "../filters/store-resources.ts";
import { withDatabase } from "../support/database.ts";
import { withServer } from "../support/organization.ts";
import { explainGeneric, growingSteps, indexesOf, type PlanStep } from "./explain-plan.ts";
import { loadMany, many, manyIds } from "./load-many.ts";
import { pagesRead } from "./pages-read.ts";
import { playEverything } from "./play-everything.ts";

const bigTables: ReadonlySet<string> = new Set([
  "provisioned_resources",
  "links",
  "directory_users",
  "group_memberships",
  "provisioning_events",
  "provisioning_event_positions",
  "exchanges",
  "exchange_contents",
  "application_call_hours",
  "unique_values",
]);

/**
 * Without values PostgreSQL guesses some hundreds of rows where one statement writes for many, and ten thousands where a
 * step finds a whole application.
 */
const anyStep = { rows: 1_500, cost: 1_000 };
/** A group has some hundred members; all else that a source looks up is one row or few. */
const lookUpStep = { rows: 250, cost: Number.POSITIVE_INFINITY };

/** Statements whose cost may grow with the tables, and why that is right; one that does not grow has no place here. */
const growing: ReadonlyMap<string, string> = new Map([
  ["open-links-of-application", "walks through an application once, a page at a time, when it was deleted"],
  ["find-user-by-typed-email", "found by e-mail; of each PostgreSQL guesses that it has a thousand addresses"],
  ["find-user-groups-by-typed-email", "found by e-mail; of each PostgreSQL guesses that it has a thousand addresses"],
]);

/** By which indexes the reads that sources ask for most are answered, and by no other. */
const expectedIndexes: readonly (readonly [statement: string, indexes: readonly string[]])[] = [
  ["read-user", ["provisioned_resources_pkey"]],
  ["read-user-groups", ["group_memberships_member", "provisioned_resources_pkey"]],
  ["read-group", ["provisioned_resources_pkey", "slot_counters_pkey"]],
  ["read-group-members", ["group_memberships_pkey", "provisioned_resources_pkey", "slot_counters_pkey"]],
  ["count-members", ["slot_counters_pkey"]],
  ["list-user", ["provisioned_resources_pkey", "slot_counters_pkey"]],
  ["list-group", ["provisioned_resources_pkey", "slot_counters_pkey"]],
  ["find-user-by-id", ["provisioned_resources_pkey"]],
  ["find-user-by-user-name", ["provisioned_resources_user_name"]],
  ["find-user-by-external-id", ["provisioned_resources_external_id"]],
  ["find-user-by-email", ["provisioned_resources_email", "provisioned_resources_other_emails"]],
  ["find-user-by-typed-email", ["provisioned_resources_email", "provisioned_resources_other_emails"]],
  ["find-user-by-id-manager", ["provisioned_resources_pkey"]],
  ["find-group-by-id", ["provisioned_resources_pkey", "slot_counters_pkey"]],
  ["find-group-by-name", ["provisioned_resources_group_name", "slot_counters_pkey"]],
  ["find-group-by-external-id", ["provisioned_resources_external_id", "slot_counters_pkey"]],
  ["find-group-by-member", ["group_memberships_member", "provisioned_resources_pkey", "slot_counters_pkey"]],
  ["find-group-by-id-member", ["group_memberships_member", "provisioned_resources_pkey", "slot_counters_pkey"]],
];

describe("the plans of named statements with 100,000 users and 1,000 groups, whatever the values", () => {
  const own = withDatabase({ writeMilliseconds: 300_000 });
  const server = withServer();
  const plans = new Map<string, PlanStep>();
  const plansFreeToReadAll = new Map<string, PlanStep>();

  before(async () => {
    await loadMany(own.database);
    // Every statement is declared: those of one text when their file is loaded, those of writes when they are first made.
    const storage = join(import.meta.dirname, "../../src/storage");
    for (const file of globSync("**/*.ts", { cwd: storage })) {
      if (!file.endsWith(".test.ts")) await import(join(storage, file));
    }
    await playEverything(await server.organization());
    const connection = await own.database.connect();
    for (const [name, text] of namedStatements()) {
      plans.set(name, await explainGeneric(connection, text));
      plansFreeToReadAll.set(name, await explainGeneric(connection, text, true));
    }
    await connection.close();
  });

  for (const [statement, indexes] of expectedIndexes) {
    test(`${statement} reads by ${indexes.join(", ")}`, () => {
      const plan = plans.get(statement);
      assert.ok(plan !== undefined, `${statement} is declared`);
      assert.deepEqual(indexesOf(plan), indexes);
      assert.deepEqual(growingSteps(plan, bigTables, lookUpStep), []);
    });
  }

  test("a look-up that forgets the predicate of its index is found out", async () => {
    const connection = await own.database.connect();
    const forgetful = `select id from provisioned_resources
      where organization_id = $1 and source_application_id = $2 and name_key = $3`;
    for (const wholeTables of [true, false]) {
      const plan = await explainGeneric(connection, forgetful, wholeTables);
      assert.equal(growingSteps(plan, bigTables, anyStep).length, 1, JSON.stringify(plan));
    }
    await connection.close();
  });

  test("a member joins a group of 100,000 for the pages that a group of a hundred takes", async () => {
    const member = { id: manyIds.user(many.users + 1), userName: "new@example.com" };
    const joining = (group: string) =>
      pagesRead(own.database, (tx) =>
        storeMembers({ pool: tx }, many, groupResourceType, [{ id: group, members: [{ value: member.id }] }]),
      );
    await storeResources(own.database, many, userResourceType, [member]);
    const [large, small] = [await joining(manyIds.group(1)), await joining(manyIds.group(2))];
    assert.ok(large <= small + 20, `${large} pages for the large group, ${small} for the small one`);
    assert.ok(small < 200, `${small} pages`);
  });

  test("a write of every kind has been planned", () => {
    const writes = [...plans.keys()].filter((name) => name.startsWith("provisioned-changes-"));
    assert.ok(writes.length >= 20, `found ${writes.length}`);
  });

  test("no named statement costs more as tables grow, but those that are listed with a reason", () => {
    const found = new Map<string, string[]>();
    for (const [name, plan] of plans) {
      const free = plansFreeToReadAll.get(name) ?? plan;
      const steps = [...growingSteps(plan, bigTables, anyStep), ...growingSteps(free, bigTables, anyStep)];
      if (steps.length > 0) found.set(name, [...new Set(steps)]);
    }
    const unlisted = [...found].filter(([name]) => !growing.has(name));
    const stale = [...growing.keys()].filter((name) => !found.has(name));
    assert.deepEqual({ unlisted, stale }, { unlisted: [], stale: [] });
  });
});
