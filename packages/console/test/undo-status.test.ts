import assert from "node:assert/strict";
import { test } from "node:test";
import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";
import { type StatusVerb, undoOf } from "../src/pages/directory-users/undo-status.ts";

type Person = Pick<DirectoryUserDetails, "status" | "statusFacts">;

const by = { by: "somebody", byName: "Olga Okafor", at: "2026-01-01T00:00:00.000Z" };
const facts = {
  sourceActive: true,
  sourcesActive: null,
  rule: "owner" as const,
  hold: null,
  override: null,
  heldBack: false,
  binnedBy: null,
  binnedAt: null,
} satisfies Person["statusFacts"];
const override = { ...by, reason: "until Friday", kind: "enabled", expiresAt: "2026-01-09T00:00:00.000Z" } as const;

const enabled: Person = { status: "enabled", statusFacts: facts };
const against: Person = { status: "enabled", statusFacts: { ...facts, sourceActive: false, override } };
const inactive: Person = { status: "disabled", statusFacts: { ...facts, sourceActive: false } };
const held: Person = { status: "disabled", statusFacts: { ...facts, hold: { ...by, reason: "lost laptop" } } };
const binned: Person = { status: "binned", statusFacts: { ...facts, binnedBy: "administrator" } };
const left: Person = { status: "binned", statusFacts: { ...facts, sourceActive: false, binnedBy: "source" } };

const undone = { reason: "Undone: why", expiresAt: null };
const cases: readonly (readonly [what: string, verb: StatusVerb, before: Person, linked: boolean, back: unknown])[] = [
  ["disabling somebody enabled", "disable", enabled, true, { ...undone, verb: "enable" }],
  [
    "disabling somebody enabled against the source",
    "disable",
    against,
    true,
    { ...undone, verb: "enable", expiresAt: override.expiresAt },
  ],
  ["disabling somebody whom the source disabled", "disable", inactive, true, undefined],
  ["enabling somebody held", "enable", held, true, { ...undone, verb: "disable", reason: "lost laptop" }],
  ["enabling somebody against the source", "enable", inactive, true, undefined],
  ["restoring whom an administrator binned", "restore", binned, true, { ...undone, verb: "delete" }],
  ["restoring whom the source binned", "restore", left, true, undefined],
  ["binning somebody linked", "delete", enabled, true, { ...undone, verb: "restore" }],
  ["binning somebody without a source", "delete", enabled, false, undefined],
  ["binning somebody enabled against the source", "delete", against, true, undefined],
  ["keeping in the bin whom the source put there", "delete", left, true, undefined],
];

for (const [what, verb, before, linked, back] of cases) {
  test(`${what} is ${back === undefined ? "not undone by one call" : "undone by its opposite"}`, () => {
    assert.deepEqual(undoOf({ verb, reason: "why", expiresAt: null }, before, linked), back);
  });
}
