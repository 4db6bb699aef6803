import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { Domain, exactly, Instant, nullable } from "./values.ts";

export const OwnDomain = exactly({
  domain: Type.String(),
  state: Type.Enum(["pending", "proven", "lost"], {
    description: "pending: never proven. lost: it was, and its record has been missing for three days.",
  }),
  trusted: Type.Boolean({ description: "People may be linked by it: it is proven, or no proof is required." }),
  record: exactly({
    name: Type.String({ description: "Of the TXT record that proves it." }),
    value: Type.String({ description: "What the TXT record holds." }),
  }),
  provenAt: nullable(Instant),
  missingSince: nullable(Instant, "Of a proven or lost domain: since when its record is not found."),
  lostAt: nullable(Instant),
  checkedAt: nullable(Instant, "When the record was looked for last."),
  problem: nullable(Type.String(), "Why it was not found then."),
});
export type OwnDomain = Static<typeof OwnDomain>;

export const OwnDomains = exactly({
  required: Type.Boolean({ description: "Only proven domains count where people are linked." }),
  items: Type.Array(OwnDomain),
});
export type OwnDomains = Static<typeof OwnDomains>;

const all = "/organizations/{organizationId}/own-domains" as const;

export const ownDomainRoutes = defineRoutes({
  getOwnDomains: {
    method: "GET",
    path: all,
    summary: "Reads the organization's own domains, each with the TXT record that proves it and whether it is proven.",
    permission: "read",
    answer: OwnDomains,
  },
  putProofRequired: {
    method: "PUT",
    path: `${all}/required`,
    summary: "Says whether only proven domains count where people are linked, from the next write on.",
    permission: "change",
    body: exactly({ required: Type.Boolean() }),
    answer: OwnDomains,
  },
  checkOwnDomain: {
    method: "POST",
    path: `${all}/check`,
    summary: "Looks now for the TXT record that proves a domain; takes some seconds where the DNS does not answer.",
    permission: "change",
    body: exactly({ domain: Domain }),
    answer: OwnDomain,
  },
});
