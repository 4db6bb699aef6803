import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Json, nullable, page, pageQuery } from "./values.ts";

export const AuditEntry = exactly({
  id: Id,
  action: Type.String({
    description: "The operation id of the call, or sign-in, sign-in-refused, sign-out and so on.",
  }),
  actor: exactly({
    kind: Type.Enum(["administrator", "api-key", "nobody", "server"]),
    id: nullable(Id),
    name: Type.String(),
  }),
  target: nullable(Type.String({ description: "The path of what was changed, below /api/v1." })),
  targetName: nullable(Type.String()),
  completed: Type.Boolean({ description: "False where the server was ended in the middle of the change." }),
  changes: Type.Array(exactly({ field: Type.String(), from: Json, to: Json })),
  address: nullable(Type.String()),
  requestId: nullable(Type.String()),
  at: Instant,
});
export type AuditEntry = Static<typeof AuditEntry>;

const filters = {
  actorId: Type.Optional(Type.String({ format: "id" })),
  action: Type.Optional(Type.String({ maxLength: 60 })),
  since: Type.Optional(Instant),
  until: Type.Optional(Instant),
};

export const auditTrailRoutes = defineRoutes({
  listAuditTrail: {
    method: "GET",
    path: "/organizations/{organizationId}/audit-trail",
    summary: "Lists what administrators and API keys changed in an organization, newest first.",
    permission: "read",
    query: exactly({ ...filters, ...pageQuery(500) }),
    answer: page(AuditEntry),
  },
  exportAuditTrail: {
    method: "GET",
    path: "/organizations/{organizationId}/audit-trail/export.csv",
    summary: "Answers the audit trail of an organization as CSV.",
    permission: "read",
    query: exactly(filters),
    answerType: "text/csv",
  },
  listInstallationAuditTrail: {
    method: "GET",
    path: "/audit-trail",
    summary: "Lists what was changed in the installation beside its organizations: sign-ins, administrators, API keys.",
    permission: "read",
    installation: true,
    query: exactly({ ...filters, ...pageQuery(500) }),
    answer: page(AuditEntry),
  },
  exportInstallationAuditTrail: {
    method: "GET",
    path: "/audit-trail/export.csv",
    summary: "Answers the audit trail of the installation beside its organizations as CSV.",
    permission: "read",
    installation: true,
    query: exactly(filters),
    answerType: "text/csv",
  },
});
