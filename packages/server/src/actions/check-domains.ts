import { checkDomains as checkTexts } from "../domain/domain-names.ts";
import { RollcallError } from "../domain/errors.ts";
import { decideProof, nextProofCheck, type OwnDomain, proofName, proofState } from "../domain/own-domain.ts";
import type { Tx } from "../storage/database.ts";
import { findDueDomains, findOwnDomain } from "../storage/read/own-domains.ts";
import { saveProof, saveProofRequired as updateRequired } from "../storage/write/own-domains.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";
import type { DomainResolver } from "./open-domain-resolver.ts";

export interface ProofDeps extends ActionDeps {
  readonly dns: DomainResolver;
}

const page = 20;
/** Domains that are looked up side by side. */
const side = 5;

/**
 * Looks now for the TXT record that proves one of an organization's own domains, and keeps what was found.
 *
 * @returns the domain as it stands then
 * @throws {RollcallError} domain.invalid, domain.not_own
 */
export async function checkDomain(deps: ProofDeps, organizationId: string, text: string): Promise<OwnDomain> {
  const { domains, problems } = checkTexts([text]);
  const [domain] = domains;
  if (domain === undefined) throw new RollcallError("domain.invalid", problems[0]?.detail, problems);
  const before = await findOwnDomain(deps.database.reader, organizationId, domain);
  if (before === undefined) {
    throw new RollcallError("domain.not_own", `The organization has not declared ${domain} as its own`);
  }
  const found = await deps.dns.texts(proofName(domain));
  const now = deps.now();
  const after = decideProof(before, found, now);
  const save = (tx: Tx) => saveProof(tx, organizationId, after, nextProofCheck(after, now));
  // Where people are linked depends on it: nodes are told when it is another than before.
  if (proofState(before) === proofState(after)) await save(deps.database.pool);
  else await changeSettings(deps, save);
  return after;
}

/**
 * Looks for the records of all domains that are due, of all organizations.
 *
 * @param goesOn is asked between the lookups
 */
export async function checkDueDomains(deps: ProofDeps, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    const due = await findDueDomains(deps.database.reader, deps.now(), page);
    for (let at = 0; at < due.length && goesOn(); at += side) {
      await Promise.all(due.slice(at, at + side).map((one) => checkAgain(deps, one)));
    }
    if (due.length < page) return;
  }
}

async function checkAgain(
  deps: ProofDeps,
  { organizationId, domain }: { readonly organizationId: string; readonly domain: string },
): Promise<void> {
  try {
    await checkDomain(deps, organizationId, domain);
  } catch (error) {
    // Caught because somebody took the domain away meanwhile.
    if (!(error instanceof RollcallError)) throw error;
  }
}

/** Says whether only proven domains count where an organization's people are linked, from the next write on. */
export async function requireProof(deps: ActionDeps, organizationId: string, required: boolean): Promise<void> {
  await changeSettings(deps, (tx) => updateRequired(tx, organizationId, required));
}
