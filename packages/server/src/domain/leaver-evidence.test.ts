import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isProtected } from "./guard.ts";
import { delaysOf, departuresOf, heldBecause, type LeaverEvent, secondsBetween } from "./leaver-evidence.ts";
import { heldByLaw } from "./safeguard.ts";

const guard = "the guard holds it: 25 of at most 25 departures within an hour";

/**
 * Written as `disabled`, `disabled!` (by a person, without a request), `disabled?guard` (held), `disabled?` (held by a
 * mode), `restored=disabled` (with its status).
 */
function eventOf(text: string, index: number): LeaverEvent {
  const [, type = "", mark = "", more = ""] = /^([a-z-]+)([?~=!]?)(.*)$/.exec(text) ?? [];
  const status = { disabled: "disabled", binned: "binned", enabled: "enabled", restored: "enabled" }[type] ?? null;
  return {
    id: `${index}`,
    type: `user.${type}` as LeaverEvent["type"],
    outcome: mark === "?" ? "held" : mark === "~" ? "observed" : "applied",
    reason: more.startsWith("guard") ? guard : null,
    actor: "source",
    sourceApplicationId: "application",
    directoryUserId: "person",
    exchangeId: mark === "!" || more === "guard-resumed" ? null : "exchange",
    status: mark === "=" ? more : status,
    occurredAt: "2026-11-24T10:20:00.000Z",
  };
}

/** Written as the numbers of events: asked, held, disabled, steps, ended, asked anew by. */
function written(texts: readonly string[]): string[] {
  return departuresOf(texts.map(eventOf)).map(({ asked, held, disabled, steps, ended, askedAnewBy }) =>
    [asked.id, held?.id, disabled?.id, steps.map(({ id }) => id).join("+"), ended?.id, askedAnewBy?.id]
      .map((id) => id || "-")
      .join(" "),
  );
}

describe("departures made of events", () => {
  const cases: readonly (readonly [events: string, departures: readonly string[]])[] = [
    ["", []],
    ["enabled", []],
    ["disabled", ["0 - 0 - - -"]],
    ["binned", ["0 - 0 - - -"]],
    ["disabled left-groups binned erased", ["0 - 0 1+2+3 - -"]],
    ["disabled enabled disabled", ["0 - 0 - 1 -", "2 - 2 - - -"]],
    ["binned restored disabled", ["0 - 0 - 1 -", "2 - 2 - - -"]],
    ["binned restored=disabled enabled", ["0 - 0 1 2 -"]],
    ["disabled?guard", ["0 0 - - - -"]],
    ["disabled?guard disabled!", ["0 0 1 - - -"]],
    ["disabled?guard binned! erased", ["0 0 1 2 - -"]],
    ["disabled?guard disabled", ["0 0 - - - 1", "1 - 1 - - -"]],
    ["disabled?guard disabled enabled disabled!", ["0 0 - - - 1", "1 - 1 - 2 -", "3 - 3 - - -"]],
    ["disabled?guard disabled?guard", ["0 0 - - - 1", "1 1 - - - -"]],
    ["disabled? disabled? disabled!", ["0 1 2 - - -"]],
    ["disabled? disabled? disabled", ["0 1 - - - 2", "2 - 2 - - -"]],
    ["disabled? disabled?guard disabled!", ["0 0 - - - 1", "1 1 2 - - -"]],
    ["disabled~ disabled~ enabled", ["0 1 - - 2 -"]],
    ["disabled? disabled?guard-resumed disabled!", ["0 1 2 - - -"]],
    ["disabled binned?guard binned!", ["0 - 0 2 - -"]],
    ["left-groups erased", []],
    ["erased disabled", ["1 - 1 - - -"]],
    ["disabled disabled", ["0 - 0 - - -", "1 - 1 - - -"]],
  ];
  for (const [events, departures] of cases) {
    test(`${events || "none"}: ${departures.join(", ") || "none"}`, () => {
      assert.deepEqual(written(events === "" ? [] : events.split(" ")), departures);
    });
  }
});

describe("what held a departure", () => {
  const event = eventOf("disabled?", 0);
  const cases = [
    [{ ...event, outcome: "observed" as const }, "observe"],
    [event, "paused"],
    [{ ...event, reason: heldByLaw }, "paused"],
    [{ ...event, reason: guard }, "limit"],
    [{ ...event, reason: isProtected.reason }, "protected"],
  ] as const;
  for (const [held, because] of cases) {
    test(`${held.outcome}, ${held.reason ?? "without a reason"}: ${because}`, () => {
      assert.equal(heldBecause(held), because);
    });
  }
});

describe("delays", () => {
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => count - index);
  const cases = [
    [[], { count: 0, p50Seconds: null, p99Seconds: null }],
    [[0.25], { count: 1, p50Seconds: 0.25, p99Seconds: 0.25 }],
    [[3, 1], { count: 2, p50Seconds: 1, p99Seconds: 3 }],
    [upTo(100), { count: 100, p50Seconds: 50, p99Seconds: 99 }],
    [upTo(1_000), { count: 1_000, p50Seconds: 500, p99Seconds: 990 }],
  ] as const;
  for (const [seconds, delays] of cases) {
    test(`of ${seconds.length}`, () => {
      assert.deepEqual(delaysOf(seconds), delays);
    });
  }

  test("are counted to the millisecond and never below nothing", () => {
    const [early, late] = ["2026-11-24T10:20:00.000Z", "2026-11-24T10:20:01.250Z"] as const;
    assert.deepEqual([secondsBetween(early, late), secondsBetween(late, early)], [1.25, 0]);
  });
});
