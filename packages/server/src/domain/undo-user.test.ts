import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { type DirectoryUser, noSafeguards, noStatusFacts } from "./directory-user.ts";
import { revised } from "./directory-user-change.ts";
import type { ProvisioningEvent, ProvisioningEventType } from "./provisioning-event.ts";
import { applyUserReversal, reverseUser } from "./undo-user.ts";

const at = (minute: number): string => `2026-11-24T10:${String(minute).padStart(2, "0")}:00.000Z`;
/** What application a did from minute 10 until minute 20. */
const window = { sourceApplicationId: "a", from: at(10), until: at(20) };
const by = { reason: "a bad sync", by: "administrator:1", at: at(40) };

type Told = readonly [minute: number, type: ProvisioningEventType, ...change: JsonValue[]];

/** An event of application a, unless `from` names another one, or nobody. */
function event([minute, type, ...change]: Told, from: string | null = "a"): ProvisioningEvent {
  const [attribute, before = null, after = null] = change;
  return {
    id: `${minute} ${type}`,
    type,
    outcome: "applied",
    reason: null,
    actor: from === null ? "administrator:2" : "source",
    sourceApplicationId: from,
    directoryUserId: "ann",
    directoryGroupId: null,
    scimId: "1",
    externalId: null,
    exchangeId: null,
    changes: typeof attribute === "string" ? [{ attribute, from: before, to: after }] : [],
    occurredAt: at(minute),
  };
}

/** Application a says all values and active. */
function ann(values: Record<string, JsonValue>, facts: Partial<DirectoryUser> = {}): DirectoryUser {
  const attributes = Object.fromEntries(
    Object.entries({ userName: "ann", ...values }).map(([name, value]) => [
      name,
      { value, from: "a", path: name, at: at(1) },
    ]),
  );
  const user: DirectoryUser = {
    ...noStatusFacts,
    sourceActive: true,
    id: "ann",
    attributes,
    status: "enabled",
    incomplete: [],
    flags: [],
    ...noSafeguards,
    leaving: null,
    version: 5,
    createdAt: at(1),
    modifiedAt: at(1),
  };
  return revised(user, facts, at(30));
}

/** What an undo makes of somebody: the reversed changes, what is left and why, and the person afterwards. */
function undo(today: DirectoryUser, events: readonly ProvisioningEvent[]) {
  const reversal = reverseUser("ann", events, window, today);
  return {
    reversed: reversal.reversed.map(({ attribute, from, to }) => [attribute, from, to]),
    left: reversal.left.map(({ attribute, because, since }) => [attribute, because, since?.occurredAt ?? null]),
    after: applyUserReversal(today, reversal, by),
  };
}

const value = (user: DirectoryUser, name: string): JsonValue => user.attributes[name]?.value ?? null;

const cases: readonly (readonly [
  promise: string,
  today: DirectoryUser,
  events: readonly ProvisioningEvent[],
  reversed: readonly JsonValue[],
  left: readonly JsonValue[],
])[] = [
  [
    "a value gets back what it was before the first change within the window",
    ann({ title: "C" }),
    [event([11, "user.changed", "title", "A", "B"]), event([12, "user.changed", "title", "B", "C"])],
    [["title", "C", "A"]],
    [],
  ],
  [
    "what happened before and after the window is not undone",
    ann({ title: "C" }),
    [event([9, "user.changed", "title", "A", "B"]), event([20, "user.changed", "title", "B", "C"])],
    [],
    [],
  ],
  [
    "a value that the same source changed after the window stays",
    ann({ title: "C" }),
    [event([11, "user.changed", "title", "A", "B"]), event([25, "user.changed", "title", "B", "C"])],
    [],
    [["title", "changed-since", at(25)]],
  ],
  [
    "a value that somebody else changed within the window stays",
    ann({ title: "C" }),
    [event([11, "user.changed", "title", "A", "B"]), event([12, "user.changed", "title", "B", "C"], null)],
    [],
    [["title", "changed-since", at(12)]],
  ],
  [
    "what is as it was needs no undo, whoever made it so",
    ann({ title: "A" }),
    [event([11, "user.changed", "title", "A", "B"]), event([30, "user.changed", "title", "B", "A"], null)],
    [],
    [],
  ],
  [
    "a value that came goes, and one that went comes back",
    ann({ title: "B" }),
    [event([11, "user.changed", "title", null, "B"]), event([12, "user.changed", "city", "Graz", null])],
    [
      ["city", null, "Graz"],
      ["title", "B", null],
    ],
    [],
  ],
  [
    "somebody disabled is enabled",
    ann({}, { sourceActive: false }),
    [event([11, "user.disabled", "status", "enabled", "disabled"])],
    [["status", "disabled", "enabled"]],
    [],
  ],
  [
    "somebody enabled is disabled",
    ann({}),
    [event([11, "user.enabled", "status", "disabled", "enabled"])],
    [["status", "enabled", "disabled"]],
    [],
  ],
  [
    "somebody binned comes back enabled",
    ann({}, { sourceActive: false, binnedBy: "source", binnedAt: at(11) }),
    [event([11, "user.binned", "status", "enabled", "binned"])],
    [["status", "binned", "enabled"]],
    [],
  ],
  [
    "somebody binned who was disabled comes back disabled",
    ann({}, { sourceActive: false, binnedBy: "source", binnedAt: at(11) }),
    [event([11, "user.binned", "status", "disabled", "binned"])],
    [["status", "binned", "disabled"]],
    [],
  ],
  [
    "somebody restored goes back to the bin",
    ann({}),
    [event([11, "user.restored", "status", "binned", "enabled"])],
    [["status", "enabled", "binned"]],
    [],
  ],
  [
    "somebody created goes to the bin with their values",
    ann({ title: "B" }),
    [
      event([11, "user.created", "status", null, "enabled"]),
      event([12, "user.changed", "title", "A", "B"]),
      event([13, "user.disabled", "status", "enabled", "disabled"]),
      event([14, "user.enabled", "status", "disabled", "enabled"]),
    ],
    [["status", "enabled", "binned"]],
    [],
  ],
  [
    "somebody created stays when another application was linked to them since",
    ann({}),
    [event([11, "user.created", "status", null, "enabled"]), event([25, "user.linked"], "b")],
    [],
    [["status", "linked-since", at(25)]],
  ],
  [
    "somebody created stays who is under legal hold",
    ann({}, { legalHold: by }),
    [event([11, "user.created", "status", null, "enabled"])],
    [],
    [["status", "legal-hold", null]],
  ],
  [
    "an administrator's hold stands against enabling",
    ann({}, { sourceActive: false, hold: by }),
    [event([11, "user.disabled", "status", "enabled", "disabled"])],
    [],
    [["status", "held-by-administrator", null]],
  ],
  [
    "an administrator's deletion stands against restoring",
    ann({}, { sourceActive: false, binnedBy: "administrator", binnedAt: at(30) }),
    [event([11, "user.binned", "status", "enabled", "binned"])],
    [],
    [["status", "held-by-administrator", null]],
  ],
  [
    "a status that an administrator changed since stays",
    ann({}, { sourceActive: true }),
    [
      event([11, "user.enabled", "status", "disabled", "enabled"]),
      event([12, "user.disabled", "status", "enabled", "disabled"], null),
      event([13, "user.enabled", "status", "disabled", "enabled"], null),
    ],
    [],
    [["status", "changed-since", at(13)]],
  ],
  [
    "what was held, observed or a conflict never reached the directory and is not undone",
    ann({ title: "A" }),
    [{ ...event([11, "user.changed", "title", "A", "B"]), outcome: "held" }],
    [],
    [],
  ],
];

for (const [promise, today, events, reversed, left] of cases) {
  test(`an undo: ${promise}`, () => {
    const done = undo(today, events);
    assert.deepEqual(done.reversed, reversed);
    assert.deepEqual(done.left, left);
    for (const [attribute, , to] of done.reversed) {
      assert.deepEqual(attribute === "status" ? done.after.status : value(done.after, String(attribute)), to);
    }
    assert.deepEqual(undo(done.after, events).reversed, [], "a second undo changes nothing");
  });
}

test("a restored value stands against the value that the source gives, and is the source's again where both are equal", () => {
  const done = undo(ann({ title: "B" }), [event([11, "user.changed", "title", "A", "B"])]);
  const { insteadOf, ...restored } = done.after.attributes["title"] ?? {};
  assert.deepEqual(restored, { value: "A", from: null, path: null, at: by.at });
  assert.deepEqual(insteadOf, { value: "B", from: "a", path: "title", at: at(1) });
  const again = reverseUser("ann", [event([12, "user.changed", "title", "B", "A"])], window, done.after);
  assert.equal(applyUserReversal(done.after, again, by).attributes["title"]?.from, "a");
});

test("a required value that the undo brings back is no longer missing", () => {
  const missing = ann({}, { incomplete: ["displayName", "email"] });
  const done = undo(missing, [event([11, "user.changed", "displayName", "Ann", null])]);
  assert.deepEqual(done.after.incomplete, ["email"]);
});

test("somebody whom the directory does not hold any more is named and left", () => {
  const events = [event([11, "user.changed", "title", "A", "B"])];
  const { reversed, left } = reverseUser("ann", events, window, undefined);
  assert.deepEqual([reversed, left.map(({ because }) => because)], [[], ["erased"]]);
});
