import Type, { type Static } from "typebox";
import { DirectoryUser } from "./directory-users.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Instant, nullable } from "./values.ts";

const reason = Type.String({ minLength: 1, maxLength: 1000, pattern: "\\S", description: "Why; kept with the event." });
const expiresAt = Type.Optional(nullable(Instant, "When it ends by itself; never where it is missing."));

/** What became of a change that a source's resource is behind. */
export const ProvisioningOutcome = exactly({
  outcome: Type.Enum(["applied", "unchanged", "observed", "held", "conflict"]),
  reason: nullable(Type.String()),
});
export type ProvisioningOutcome = Static<typeof ProvisioningOutcome>;

export const directoryUserAdministrationRoutes = defineRoutes({
  disableDirectoryUser: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}/disable",
    summary: "Disables a person by hand: a hold that only an administrator lifts, whatever the source says.",
    permission: "change",
    body: exactly({ reason }),
    answer: DirectoryUser,
  },
  enableDirectoryUser: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}/enable",
    summary: "Lifts a hold; where the source says inactive, enables against it until its next change of the status.",
    permission: "change",
    body: exactly({ reason, expiresAt }),
    answer: DirectoryUser,
  },
  restoreDirectoryUser: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}/restore",
    summary: "Takes a person out of the recycle bin.",
    permission: "change",
    body: exactly({ reason, expiresAt }),
    answer: DirectoryUser,
  },
  deleteDirectoryUser: {
    method: "DELETE",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}",
    summary: "Puts a person into the recycle bin: a source's pushes update and never resurrect it.",
    permission: "change",
    query: exactly({ reason }),
    answer: DirectoryUser,
  },
  protectDirectoryUser: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}/protect",
    summary: "Protects a person: what a source takes away from them waits for a person's approval.",
    permission: "change",
    body: exactly({ reason }),
    answer: DirectoryUser,
  },
  unprotectDirectoryUser: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}/unprotect",
    summary: "Ends the protection of a person; what is held already goes on waiting.",
    permission: "change",
    body: exactly({ reason }),
    answer: DirectoryUser,
  },
  placeLegalHold: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}/legal-hold",
    summary: "Places a legal hold: the person is neither put into the recycle bin nor erased while it lasts.",
    permission: "change",
    body: exactly({ reason }),
    answer: DirectoryUser,
  },
  liftLegalHold: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}/lift-legal-hold",
    summary: "Lifts a legal hold; what it kept from happening does not happen at once.",
    permission: "change",
    body: exactly({ reason }),
    answer: DirectoryUser,
  },
  changeLadderOfDirectoryUser: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}/ladder",
    summary: "Stops a leaver's ladder, lets it go on, leaves its next step out, or takes that step now.",
    permission: "change",
    body: exactly({ change: Type.Enum(["stop", "resume", "skip", "do-now"]), reason }),
    answer: exactly({ directoryUser: nullable(DirectoryUser, "Null where the step erased the person.") }),
  },
  reapplyDirectoryUser: {
    method: "POST",
    path: "/organizations/{organizationId}/directory-users/{directoryUserId}/reapply",
    summary: "Re-applies a person from its owning source: values are mapped anew, an override ends; a hold stays.",
    permission: "change",
    answer: ProvisioningOutcome,
  },
});
