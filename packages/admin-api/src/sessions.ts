import Type, { type Static } from "typebox";
import { Role } from "./api-keys.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, nullable } from "./values.ts";

export const Email = Type.String({ minLength: 3, maxLength: 254, pattern: "^[^@\\s]+@[^@\\s]+$" });

/** A password that somebody chooses: 12 to 200 characters. */
export const NewPassword = Type.String({ minLength: 12, maxLength: 200 });

const Password = Type.String({ minLength: 1, maxLength: 200 });

/** Who is signed in, and what they may do. */
export const Session = exactly({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: Role,
  wholeInstallation: Type.Boolean({ description: "Sees all organizations, those to come included." }),
  secondFactor: Type.Boolean({ description: "Signs in with a code of an authenticator app, too." }),
  recoveryCodesLeft: Type.Integer(),
  signedInAt: Instant,
});
export type Session = Static<typeof Session>;

/** What comes after a password: nothing more, or a code. */
export const SignInStep = exactly({ next: Type.Enum(["done", "second-factor"]) });
export type SignInStep = Static<typeof SignInStep>;

/** A browser in which an administrator is signed in. */
export const OpenSession = exactly({
  id: Id,
  current: Type.Boolean(),
  address: nullable(Type.String()),
  userAgent: nullable(Type.String()),
  createdAt: Instant,
  lastUsedAt: Instant,
  expiresAt: Instant,
});
export type OpenSession = Static<typeof OpenSession>;

export const RecoveryCodes = exactly({
  recoveryCodes: Type.Array(Type.String(), { description: "Each signs in once in place of a code; shown this once." }),
});

const currentPassword = exactly({ currentPassword: Password });

export const sessionRoutes = defineRoutes({
  createSession: {
    method: "POST",
    path: "/session",
    summary: "Signs in by e-mail address and password; the session is a cookie.",
    permission: "public",
    body: exactly({ email: Type.String({ maxLength: 254 }), password: Password }),
    answer: SignInStep,
  },
  passSecondFactor: {
    method: "POST",
    path: "/session/second-factor",
    summary: "Goes on with a sign-in by a code of the authenticator app, or by a recovery code.",
    permission: "public",
    body: exactly({ code: Type.String({ minLength: 6, maxLength: 30 }) }),
    answer: SignInStep,
  },
  getSession: {
    method: "GET",
    path: "/session",
    summary: "Reads who is signed in.",
    permission: "signed-in",
    answer: Session,
  },
  deleteSession: {
    method: "DELETE",
    path: "/session",
    summary: "Signs out.",
    permission: "signed-in",
    status: 204,
  },
  listSessions: {
    method: "GET",
    path: "/sessions",
    summary: "Lists where whoever is signed in is signed in.",
    permission: "signed-in",
    answer: exactly({ items: Type.Array(OpenSession), nextCursor: Type.Null() }),
  },
  revokeSession: {
    method: "DELETE",
    path: "/sessions/{sessionId}",
    summary: "Signs out of another browser.",
    permission: "signed-in",
    status: 204,
  },
  revokeSessions: {
    method: "DELETE",
    path: "/sessions",
    summary: "Signs out everywhere, here included.",
    permission: "signed-in",
    status: 204,
  },
  changeOwnName: {
    method: "PATCH",
    path: "/session",
    summary: "Changes the name or the e-mail address of whoever is signed in; the address asks for the password.",
    permission: "signed-in",
    body: exactly({
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: "\\S" })),
      email: Type.Optional(Email),
      currentPassword: Type.Optional(Password),
    }),
    answer: Session,
  },
  changeOwnPassword: {
    method: "PUT",
    path: "/session/password",
    summary: "Changes the password of whoever is signed in, and signs out everywhere else.",
    permission: "signed-in",
    body: exactly({ currentPassword: Password, newPassword: NewPassword }),
    status: 204,
  },
  enrolSecondFactor: {
    method: "POST",
    path: "/session/second-factor-enrolment",
    summary: "Begins a second factor: answers what the authenticator app is given. In force once a code was confirmed.",
    permission: "signed-in",
    body: currentPassword,
    answer: exactly({
      secret: Type.String({ description: "In base 32, for typing in." }),
      uri: Type.String({ description: "otpauth:// for a QR code." }),
    }),
  },
  confirmSecondFactor: {
    method: "PUT",
    path: "/session/second-factor-enrolment",
    summary: "Confirms the second factor by its first code; from now on the sign-in asks for one.",
    permission: "signed-in",
    body: exactly({ code: Type.String({ minLength: 6, maxLength: 10 }) }),
    answer: RecoveryCodes,
  },
  removeOwnSecondFactor: {
    method: "POST",
    path: "/session/second-factor-removal",
    summary: "Removes the second factor of whoever is signed in.",
    permission: "signed-in",
    body: currentPassword,
    status: 204,
  },
  renewRecoveryCodes: {
    method: "POST",
    path: "/session/recovery-codes",
    summary: "Makes new recovery codes; the old ones are dead.",
    permission: "signed-in",
    body: currentPassword,
    answer: RecoveryCodes,
  },
});
