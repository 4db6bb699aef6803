import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Name, nullable, SentId } from "./values.ts";

const OnUserDelete = Type.Enum(["disable", "bin"]);
const OnGroupDelete = Type.Enum(["bin", "keep"]);
const BinRetentionDays = Type.Integer({ minimum: 1, maximum: 3650 });

const days = (of: string) =>
  nullable(Type.Integer({ minimum: 0, maximum: 3650 }), `${of}, in days since they left; null: never.`);

export const LadderCondition = Type.Union([
  exactly({ kind: Type.Literal("group"), directoryGroupId: SentId }),
  exactly({
    kind: Type.Literal("attribute"),
    attribute: Type.String({ minLength: 1, maxLength: 64 }),
    value: Type.String({ minLength: 1, maxLength: 200 }),
  }),
]);
export type LadderCondition = Static<typeof LadderCondition>;

export const Ladder = exactly({
  name: Name,
  when: nullable(
    LadderCondition,
    "Whom it takes: members of a directory group, or people with a value; null: everybody.",
  ),
  groupsAfterDays: days("Out of all groups"),
  binAfterDays: days("To the recycle bin"),
  eraseAfterDays: days("Erased"),
});
export type Ladder = Static<typeof Ladder>;

const Ladders = Type.Array(Ladder, {
  maxItems: 20,
  description: "What becomes of leavers by and by, beside being disabled; the first that takes a person counts.",
});

const policy = {
  deleteDeactivatedUsers: Type.Boolean({
    description: "Delete the deactivated, suspended or inactive users: to the recycle bin instead of disabled.",
  }),
  onUserDelete: Type.Optional(OnUserDelete),
  onGroupDelete: OnGroupDelete,
  binRetentionDays: BinRetentionDays,
  ladders: Type.Optional(Ladders),
};

/** `onUserDelete` is missing while it follows the toggle. */
export const DeprovisioningPolicy = exactly(policy);
export type DeprovisioningPolicy = Static<typeof DeprovisioningPolicy>;

export const SavedDeprovisioningPolicy = exactly({
  ...policy,
  alreadyDisabled: Type.Optional(
    Type.Integer({ description: "When the toggle went on: people disabled before, who stay as they are." }),
  ),
});
export type SavedDeprovisioningPolicy = Static<typeof SavedDeprovisioningPolicy>;

export const SentDeprovisioningPolicy = exactly({
  deleteDeactivatedUsers: Type.Boolean(),
  onUserDelete: Type.Optional(nullable(OnUserDelete)),
  onGroupDelete: Type.Optional(OnGroupDelete),
  binRetentionDays: Type.Optional(BinRetentionDays),
  ladders: Type.Optional(Ladders),
});
export type SentDeprovisioningPolicy = Static<typeof SentDeprovisioningPolicy>;

const Consequences = exactly({
  userDeactivated: Type.String(),
  userReactivated: Type.String(),
  userCreatedInactive: Type.String(),
  userDeleted: Type.String(),
  groupDeleted: Type.String(),
});

export const PolicyConsequences = exactly({
  inForce: Consequences,
  choices: Type.Array(exactly({ policy: DeprovisioningPolicy, consequences: Consequences }), {
    description: "Every choice of toggle, onUserDelete (missing: it follows the toggle) and onGroupDelete.",
  }),
  disabledNow: Type.Integer({ description: "People of this application who are disabled, by whomever." }),
  disabledBySource: Type.Integer({
    description: "Those whom the source deactivated: apply-to-disabled would bin them.",
  }),
  whenTurnedOn: Type.String({ description: "What turning the toggle on means for those who are disabled now." }),
});
export type PolicyConsequences = Static<typeof PolicyConsequences>;

const count = Type.Integer();

export const LaddersNow = exactly({
  sentences: Type.Array(exactly({ ladder: Type.String(), says: Type.String() })),
  leaving: exactly({ groups: count, bin: count, erase: count, done: count }),
  gone: Type.Array(exactly({ ladder: nullable(Type.String()), people: count }), {
    description: "People who left before and are on no ladder, by the one that would take them.",
  }),
  more: Type.Boolean({ description: "More people are there than the 10,000 that were looked at." }),
});
export type LaddersNow = Static<typeof LaddersNow>;

export const deprovisioningPolicyRoutes = defineRoutes({
  getDeprovisioningPolicy: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/deprovisioning-policy",
    summary: "Reads what deactivation and deletion at the source do to the directory.",
    permission: "read",
    answer: DeprovisioningPolicy,
  },
  putDeprovisioningPolicy: {
    method: "PUT",
    path: "/source-applications/{sourceApplicationId}/deprovisioning-policy",
    summary: "Replaces the policy; what is not sent takes its default. Not retroactive.",
    permission: "change",
    body: SentDeprovisioningPolicy,
    answer: SavedDeprovisioningPolicy,
  },
  getDeprovisioningPolicyConsequences: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/deprovisioning-policy/consequences",
    summary: "Says in sentences what the policy in force does, what each other choice would, and to how many at once.",
    permission: "read",
    answer: PolicyConsequences,
  },
  previewLadders: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/deprovisioning-policy/preview-ladders",
    summary: "Says what ladders do, and how many who left before they would take; changes nothing.",
    permission: "read",
    body: exactly({ ladders: Ladders }),
    answer: LaddersNow,
  },
  applyLadders: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/deprovisioning-policy/apply-ladders",
    summary: "Puts those who left before on the ladders in force; their days count from now.",
    permission: "change",
    answer: exactly({ applied: Type.Integer() }),
  },
  applyDeprovisioningPolicy: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/deprovisioning-policy/apply-to-disabled",
    summary: "Puts those whom the source deactivated before the toggle went on into the recycle bin.",
    permission: "change",
    answer: exactly({ binned: Type.Integer() }),
  },
});
