import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deleteByHand, disableByHand, enableByHand, restoreByHand } from "./administer-directory-user.ts";
import type { MappedValues } from "./apply-mapping.ts";
import { decideUserEffect } from "./decide-user-effect.ts";
import type { UserEffect, UserEffectInput } from "./user-effect.ts";
import { type DeprovisioningPolicy, defaultDeprovisioningPolicy } from "./deprovisioning-policy.ts";
import type { DirectoryUser } from "./directory-user.ts";
import type { Link } from "./link.ts";

const now = "2026-11-24T10:00:00.000Z";
const earlier = "2026-11-20T10:00:00.000Z";
const source = "source-1";

function mapped(
  active: boolean | null | undefined,
  values: Record<string, string> = { userName: "ann" },
): MappedValues {
  return {
    values: new Map(Object.entries(values).map(([name, value]) => [name, { value, path: name }])),
    active,
    kept: new Set<string>(),
    missing: [],
  };
}

const link: Link = {
  sourceApplicationId: source,
  resourceId: "resource",
  state: "linked",
  directoryId: "ann",
  owning: true,
  held: false,
  conflict: null,
};

const ann: DirectoryUser = {
  id: "ann",
  attributes: { userName: { value: "ann", from: source, path: "userName", at: earlier } },
  status: "enabled",
  sourceActive: true,
  sourcesActive: null,
  hold: null,
  override: null,
  heldBack: false,
  binnedBy: null,
  binnedAt: null,
  incomplete: [],
  flags: [],
  protection: null,
  legalHold: null,
  leaving: null,
  version: 1,
  createdAt: earlier,
  modifiedAt: earlier,
};

const byHand = { reason: "asked for", by: "api-key:1", at: now, expiresAt: null };
const toggleOn: DeprovisioningPolicy = { ...defaultDeprovisioningPolicy, deleteDeactivatedUsers: true };

function decide(changes: Partial<UserEffectInput>): UserEffect {
  return decideUserEffect({
    sourceApplicationId: source,
    resourceId: "resource",
    mode: "live",
    policy: defaultDeprovisioningPolicy,
    mapped: mapped(true),
    link,
    directoryUser: ann,
    match: undefined,
    others: [],
    newDirectoryUserId: "new",
    now,
    ...changes,
  });
}

/** What the source may do next, and how each step reaches the decision. */
type SourceStep = "unchanged" | "deactivate" | "activate" | "delete" | "post again";

/** Plays steps of the source on a person, as the actions do. */
function play(start: DirectoryUser, policy: DeprovisioningPolicy, steps: readonly SourceStep[]): DirectoryUser {
  let user = start;
  for (const step of steps) {
    const effect =
      step === "delete"
        ? decide({ policy, directoryUser: user, mapped: undefined })
        : step === "post again"
          ? decide({
              policy,
              directoryUser: user,
              link: undefined,
              match: { kind: "return", directoryUserId: user.id, owning: true },
              mapped: mapped(true),
            })
          : decide({
              policy,
              directoryUser: user,
              mapped: mapped(step === "unchanged" ? (user.sourceActive ?? true) : step === "activate"),
            });
    user = effect.directoryUser ?? user;
  }
  return user;
}

describe("rules.md section 2: an administrator's word against the source's next steps", () => {
  const inactive = play(ann, defaultDeprovisioningPolicy, ["deactivate"]);
  const binned = play(ann, toggleOn, ["deactivate"]);
  const starts: Record<string, DirectoryUser> = {
    "disabled by hand": disableByHand(ann, byHand),
    "enabled by hand against the source": enableByHand(inactive, byHand),
    "deleted by hand": deleteByHand(ann, byHand),
    "restored by hand against the source": restoreByHand(binned, true, byHand),
  };
  const table: readonly [keyof typeof starts, SourceStep[], DirectoryUser["status"]][] = [
    ["disabled by hand", ["unchanged"], "disabled"],
    ["disabled by hand", ["activate"], "disabled"],
    ["disabled by hand", ["deactivate", "activate"], "disabled"],
    ["disabled by hand", ["delete"], "disabled"],
    ["disabled by hand", ["delete", "post again"], "disabled"],
    ["enabled by hand against the source", ["unchanged"], "enabled"],
    ["enabled by hand against the source", ["activate"], "enabled"],
    ["enabled by hand against the source", ["activate", "deactivate"], "disabled"],
    ["enabled by hand against the source", ["delete"], "disabled"],
    ["enabled by hand against the source", ["delete", "post again"], "enabled"],
    ["deleted by hand", ["unchanged"], "binned"],
    ["deleted by hand", ["deactivate", "activate"], "binned"],
    ["deleted by hand", ["delete"], "binned"],
    ["deleted by hand", ["delete", "post again"], "binned"],
    ["restored by hand against the source", ["unchanged"], "enabled"],
    ["restored by hand against the source", ["activate"], "enabled"],
    ["restored by hand against the source", ["activate", "deactivate"], "disabled"],
    ["restored by hand against the source", ["delete"], "disabled"],
    ["restored by hand against the source", ["delete", "post again"], "enabled"],
  ];
  for (const [start, steps, status] of table) {
    test(`${start}, then the source: ${steps.join(", ")}: ${status}`, () => {
      const before = starts[start] as DirectoryUser;
      assert.equal(play(before, defaultDeprovisioningPolicy, steps).status, status);
    });
  }

  test("an override that has expired no longer counts", () => {
    const until = enableByHand(inactive, { ...byHand, expiresAt: "2026-11-25T00:00:00.000Z" });
    assert.equal(until.status, "enabled");
    const later = decide({
      directoryUser: until,
      now: "2026-11-26T00:00:00.000Z",
      mapped: mapped(false, { userName: "ann2" }),
    });
    assert.equal(later.directoryUser?.status, "disabled");
  });

  test("a person restored when the resource is gone is disabled until enabled by hand", () => {
    const gone = play(ann, toggleOn, ["delete"]);
    assert.equal(gone.status, "binned");
    const restored = restoreByHand(gone, false, byHand);
    assert.equal(restored.status, "disabled");
    assert.equal(enableByHand(restored, byHand).status, "enabled");
  });
});

describe("rules.md section 4: the toggle and the policy", () => {
  const table: readonly [string, DeprovisioningPolicy, SourceStep[], DirectoryUser["status"]][] = [
    ["toggle off", defaultDeprovisioningPolicy, ["deactivate"], "disabled"],
    ["toggle off", defaultDeprovisioningPolicy, ["deactivate", "activate"], "enabled"],
    ["toggle off", defaultDeprovisioningPolicy, ["delete"], "disabled"],
    ["toggle on", toggleOn, ["deactivate"], "binned"],
    ["toggle on", toggleOn, ["deactivate", "unchanged"], "binned"],
    ["toggle on", toggleOn, ["deactivate", "activate"], "enabled"],
    ["toggle on", toggleOn, ["delete"], "binned"],
    ["toggle on", toggleOn, ["delete", "post again"], "enabled"],
    ["toggle on, DELETE disables", { ...toggleOn, onUserDelete: "disable" }, ["delete"], "disabled"],
    ["toggle off, DELETE bins", { ...defaultDeprovisioningPolicy, onUserDelete: "bin" }, ["delete"], "binned"],
  ];
  for (const [name, policy, steps, status] of table) {
    test(`${name}, the source: ${steps.join(", ")}: ${status}`, () => {
      assert.equal(play(ann, policy, steps).status, status);
    });
  }

  for (const [name, policy] of [
    ["off", defaultDeprovisioningPolicy],
    ["on", toggleOn],
  ] as const) {
    test(`a user posted inactive is created disabled, with the toggle ${name}`, () => {
      const effect = decide({
        policy,
        link: undefined,
        directoryUser: undefined,
        match: { kind: "create", possibleRehire: false },
        mapped: mapped(false),
      });
      assert.equal(effect.directoryUser?.status, "disabled");
      assert.equal(effect.directoryUser?.binnedBy, null);
    });
  }

  test("turning the toggle on is not retroactive: a re-sent deactivation leaves the disabled person disabled", () => {
    const disabled = play(ann, defaultDeprovisioningPolicy, ["deactivate"]);
    assert.equal(play(disabled, toggleOn, ["unchanged"]).status, "disabled");
  });

  test("a deleted resource closes its link", () => {
    assert.deepEqual(decide({ mapped: undefined }).link, { ...link, state: "closed" });
  });
});

describe("status", () => {
  test("active that was not sent on create means active", () => {
    const match = { kind: "create", possibleRehire: false } as const;
    const effect = decide({ link: undefined, directoryUser: undefined, match, mapped: mapped(undefined) });
    assert.equal(effect.directoryUser?.status, "enabled");
  });

  test("a remapped status that is not a boolean keeps the status and flags the person", () => {
    const effect = decide({ mapped: mapped(null) });
    assert.equal(effect.directoryUser?.status, "enabled");
    assert.deepEqual(effect.directoryUser?.flags, ["status-not-boolean"]);
  });

  test("a remapped status that is not a boolean never enables", () => {
    const disabled = play(ann, defaultDeprovisioningPolicy, ["deactivate"]);
    assert.equal(decide({ directoryUser: disabled, mapped: mapped(null) }).directoryUser?.status, "disabled");
    const match = { kind: "create", possibleRehire: false } as const;
    const created = decide({ link: undefined, directoryUser: undefined, match, mapped: mapped(null) });
    assert.equal(created.directoryUser?.status, "disabled");
  });
});

describe("rules.md section 3: only the owning source drives status and bin", () => {
  const other: Link = { ...link, owning: false };
  const owner = { from: "source-0", values: mapped(true, { userName: "ann", email: "ann@example.com" }).values };

  test("another source's deactivation ends its own values and leaves the status", () => {
    const linked = decide({ link: other, others: [owner], mapped: mapped(true, { title: "Lead" }) }).directoryUser;
    assert.equal(linked?.attributes["title"]?.value, "Lead");
    const effect = decide({
      link: other,
      directoryUser: linked,
      others: [owner],
      mapped: mapped(false, { title: "Lead" }),
    });
    assert.equal(effect.directoryUser?.status, "enabled");
    assert.equal(effect.directoryUser?.attributes["title"], undefined);
    assert.equal(effect.directoryUser?.attributes["email"]?.value, "ann@example.com");
  });

  test("another source's DELETE closes its own link and leaves the person", () => {
    const effect = decide({ link: other, others: [owner], mapped: undefined });
    assert.equal(effect.link?.state, "closed");
    assert.equal(effect.directoryUser?.status, "enabled");
  });

  test("for a value that both give the owner wins, and another source fills what is empty", () => {
    const effect = decide({ link: other, others: [owner], mapped: mapped(true, { userName: "annie", title: "Lead" }) });
    const values = Object.entries(effect.directoryUser?.attributes ?? {}).map(([name, { value, from }]) => [
      name,
      value,
      from,
    ]);
    assert.deepEqual(
      values.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      [
        ["email", "ann@example.com", "source-0"],
        ["title", "Lead", source],
        ["userName", "ann", "source-0"],
      ],
    );
  });
});

describe("rules.md section 6: computed and not in force", () => {
  for (const [mode, outcome] of [
    ["observe", "observed"],
    ["paused", "held"],
  ] as const) {
    test(`${mode}: a new resource makes nobody and its link waits`, () => {
      const match = { kind: "create", possibleRehire: false } as const;
      const effect = decide({ mode, link: undefined, directoryUser: undefined, match });
      assert.equal(effect.outcome, outcome);
      assert.equal(effect.directoryUser, undefined);
      assert.deepEqual([effect.link?.state, effect.link?.held, effect.link?.directoryId], ["pending", true, null]);
      assert.deepEqual(
        effect.events.map((event) => [event.type, event.outcome]),
        [["user.created", outcome]],
      );
    });

    test(`${mode}: a deactivation leaves the person enabled and the link behind`, () => {
      const effect = decide({ mode, mapped: mapped(false) });
      assert.equal(effect.outcome, outcome);
      assert.equal(effect.directoryUser, undefined);
      assert.deepEqual(effect.link, { ...link, held: true });
    });

    test(`${mode}: what never reached the directory leaves no trace there when it is deleted`, () => {
      const effect = decide({
        mode,
        link: { ...link, state: "pending", directoryId: null, held: true, owning: false },
        directoryUser: undefined,
        mapped: undefined,
      });
      assert.deepEqual([effect.link?.state, effect.events], ["closed", []]);
    });
  }

  test("a held link that went live again applies the final state", () => {
    const effect = decide({ link: { ...link, held: true }, mapped: mapped(false) });
    assert.equal(effect.directoryUser?.status, "disabled");
    assert.deepEqual(effect.link, link);
  });
});

test("a conflict makes nobody and leaves the resource waiting for a person", () => {
  const conflict = { reason: "several-candidates", candidates: ["one", "two"] } as const;
  const effect = decide({ link: undefined, directoryUser: undefined, match: { kind: "conflict", conflict } });
  assert.equal(effect.outcome, "conflict");
  assert.equal(effect.directoryUser, undefined);
  assert.deepEqual([effect.link?.state, effect.link?.conflict], ["conflict", conflict]);
});

test("a write that changes no mapped attribute is unchanged, with the reason", () => {
  assert.deepEqual(decide({}), {
    outcome: "unchanged",
    reason: "no mapped attribute differs",
    link: undefined,
    directoryUser: undefined,
    events: [],
  });
});
