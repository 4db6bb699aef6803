import Type, { type Static } from "typebox";
import { Role } from "./api-keys.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id } from "./values.ts";

/** Who is signed in, and what they may do. */
export const Session = exactly({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: Role,
});
export type Session = Static<typeof Session>;

export const sessionRoutes = defineRoutes({
  getSession: {
    method: "GET",
    path: "/session",
    summary: "Reads who is signed in.",
    permission: "read",
    answer: Session,
  },
  deleteSession: {
    method: "DELETE",
    path: "/session",
    summary: "Signs out.",
    permission: "read",
    status: 204,
  },
});
