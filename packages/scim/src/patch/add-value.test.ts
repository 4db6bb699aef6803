import assert from "node:assert/strict";
import { test } from "node:test";
import { userResourceType } from "../schema/core-resource-types.ts";
import { applyPatch } from "./apply-patch.ts";
import { parsePatchOp } from "./parse-patch-op.ts";

test("R7644-3.5.2.1-05: add takes one element as well as a list, and one element is no deviation", () => {
  const home = { value: "ann@home.example", type: "home" };
  const user = { id: "7f1c", userName: "ann", emails: [{ value: "ann@work.example", type: "work" }] };
  for (const value of [home, [home]]) {
    const dialects = new Set<string>();
    const operations = parsePatchOp({ Operations: [{ op: "add", path: "emails", value }] });
    const { resource } = applyPatch(userResourceType, user, operations, { strict: true, dialects });
    assert.deepEqual(resource["emails"], [...user.emails, home]);
    assert.deepEqual([...dialects], []);
  }
});
