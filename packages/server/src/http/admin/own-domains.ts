import type { OwnDomain as Presented, ownDomainRoutes, OwnDomains } from "@rollcall/admin-api/own-domains.ts";
import { checkDomain, requireProof } from "../../actions/check-domains.ts";
import { isTrusted, type OwnDomain, proofName, proofState, proofValue } from "../../domain/own-domain.ts";
import { isProofRequired, listOwnDomains } from "../../storage/read/own-domains.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";

export const ownDomainHandlers: HandlersOf<typeof ownDomainRoutes> = {
  getOwnDomains: async ({ deps, organizationId }) => presentAll(deps, organizationId),
  putProofRequired: async ({ deps, organizationId, body }) => {
    await requireProof(deps, organizationId, body.required);
    return presentAll(deps, organizationId);
  },
  checkOwnDomain: async ({ deps, organizationId, body }) => {
    const checked = await checkDomain(deps, organizationId, body.domain);
    return present(checked, await isProofRequired(deps.database.reader, organizationId));
  },
};

async function presentAll({ database }: AdminDeps, organizationId: string): Promise<OwnDomains> {
  const [required, domains] = await Promise.all([
    isProofRequired(database.reader, organizationId),
    listOwnDomains(database.reader, organizationId),
  ]);
  return { required, items: domains.map((domain) => present(domain, required)) };
}

function present(domain: OwnDomain, required: boolean): Presented {
  const { provenAt, missingSince, lostAt, checkedAt, problem } = domain;
  return {
    domain: domain.domain,
    state: proofState(domain),
    trusted: isTrusted(domain, required),
    record: { name: proofName(domain.domain), value: proofValue(domain) },
    provenAt,
    missingSince,
    lostAt,
    checkedAt,
    problem,
  };
}
