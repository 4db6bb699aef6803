import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, nullable } from "./values.ts";

const OnUserDelete = Type.Enum(["disable", "bin"]);
const OnGroupDelete = Type.Enum(["bin", "keep"]);
const BinRetentionDays = Type.Integer({ minimum: 1, maximum: 3650 });

const policy = {
  deleteDeactivatedUsers: Type.Boolean({
    description: "Delete the deactivated, suspended or inactive users: to the recycle bin instead of disabled.",
  }),
  onUserDelete: Type.Optional(OnUserDelete),
  onGroupDelete: OnGroupDelete,
  binRetentionDays: BinRetentionDays,
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
  applyDeprovisioningPolicy: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/deprovisioning-policy/apply-to-disabled",
    summary: "Puts those whom the source deactivated before the toggle went on into the recycle bin.",
    permission: "change",
    answer: exactly({ binned: Type.Integer() }),
  },
});
