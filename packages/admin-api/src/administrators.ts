import Type, { type Static } from "typebox";
import { Role } from "./api-keys.ts";
import { defineRoutes } from "./route.ts";
import { Email, NewPassword, SignInStep } from "./sessions.ts";
import { exactly, Id, Instant, Name, nullable } from "./values.ts";

const organizations = Type.Array(exactly({ id: Id, name: Name }), {
  description: "Empty for the whole installation.",
});

export const Administrator = exactly({
  id: Id,
  name: Name,
  email: Type.String(),
  role: Role,
  wholeInstallation: Type.Boolean(),
  organizations,
  secondFactor: Type.Boolean(),
  lastSignedInAt: nullable(Instant),
  createdAt: Instant,
});
export type Administrator = Static<typeof Administrator>;

export const Invitation = exactly({
  id: Id,
  email: Type.String(),
  role: Role,
  wholeInstallation: Type.Boolean(),
  organizations,
  invitedBy: Type.String(),
  createdAt: Instant,
  expiresAt: Instant,
});
export type Invitation = Static<typeof Invitation>;

export const CreatedInvitation = exactly({
  ...Invitation.properties,
  link: Type.String({ description: "Good for one use within seven days; shown this once: pass it on." }),
});
export type CreatedInvitation = Static<typeof CreatedInvitation>;

const scope = {
  role: Role,
  wholeInstallation: Type.Optional(Type.Boolean({ description: "Only an owner says so; owners always." })),
  organizationIds: Type.Optional(Type.Array(Id, { maxItems: 1000, uniqueItems: true })),
};
const token = Type.String({ minLength: 1, maxLength: 200 });

export const administratorRoutes = defineRoutes({
  getSetup: {
    method: "GET",
    path: "/setup",
    summary: "Tells whether the installation waits for its first administrator, and whether a link is good.",
    permission: "public",
    query: exactly({ token: Type.Optional(token) }),
    answer: exactly({
      needed: Type.Boolean(),
      tokenGood: Type.Boolean(),
      organizationName: nullable(Name, "Of the first organization that is there already; told to who has a good link."),
    }),
  },
  setUp: {
    method: "POST",
    path: "/setup",
    summary:
      "Makes the first administrator, an owner, and the first organization unless there is one, by the printed link; signs in.",
    permission: "public",
    body: exactly({
      token,
      name: Name,
      email: Email,
      password: NewPassword,
      organizationName: Type.Optional(Name),
    }),
    answer: exactly({ organization: exactly({ id: Id, name: Name, slug: Type.String() }) }),
  },
  listAdministrators: {
    method: "GET",
    path: "/administrators",
    summary: "Lists the administrators of the organizations that the caller sees; at most 1,000.",
    permission: "read",
    answer: exactly({ items: Type.Array(Administrator), nextCursor: Type.Null() }),
  },
  changeAdministrator: {
    method: "PATCH",
    path: "/administrators/{administratorId}",
    summary: "Changes an administrator's role and organizations; the last owner stays one.",
    permission: "change",
    body: exactly(scope),
    answer: Administrator,
  },
  removeAdministrator: {
    method: "DELETE",
    path: "/administrators/{administratorId}",
    summary: "Removes an administrator and ends their sessions; the last owner stays.",
    permission: "change",
    status: 204,
  },
  removeSecondFactor: {
    method: "POST",
    path: "/administrators/{administratorId}/second-factor-removal",
    summary: "Removes the second factor of an administrator who lost it, and ends their sessions.",
    permission: "change",
    status: 204,
  },
  listInvitations: {
    method: "GET",
    path: "/invitations",
    summary: "Lists the invitations that wait to be accepted.",
    permission: "read",
    answer: exactly({ items: Type.Array(Invitation), nextCursor: Type.Null() }),
  },
  createInvitation: {
    method: "POST",
    path: "/invitations",
    summary: "Invites an administrator: answers a link to pass on.",
    permission: "change",
    body: exactly({ email: Email, ...scope }),
    status: 201,
    answer: CreatedInvitation,
  },
  revokeInvitation: {
    method: "DELETE",
    path: "/invitations/{invitationId}",
    summary: "Takes an invitation back.",
    permission: "change",
    status: 204,
  },
  getInvitation: {
    method: "GET",
    path: "/invitation",
    summary: "Reads what an invitation's link offers.",
    permission: "public",
    query: exactly({ token }),
    answer: exactly({
      email: Type.String(),
      role: Role,
      invitedBy: Type.String(),
      organizationNames: Type.Array(Name),
    }),
  },
  acceptInvitation: {
    method: "POST",
    path: "/invitation",
    summary: "Accepts an invitation with a name and a password; signs in.",
    permission: "public",
    body: exactly({ token, name: Name, password: NewPassword }),
    answer: SignInStep,
  },
  getPasswordReset: {
    method: "GET",
    path: "/password-reset",
    summary: "Reads whose password a link resets.",
    permission: "public",
    query: exactly({ token }),
    answer: exactly({ email: Type.String() }),
  },
  resetPassword: {
    method: "POST",
    path: "/password-reset",
    summary:
      "Sets a new password by a link that `rollcall administrators reset` printed; the second factor is removed.",
    permission: "public",
    body: exactly({ token, password: NewPassword }),
    answer: SignInStep,
  },
});
