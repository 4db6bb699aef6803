import { checkDomains } from "../domain/domain-names.ts";
import { RollcallError } from "../domain/errors.ts";
import { lockOrganizationDomains, saveApplicationDomains, saveOrganizationDomains } from "../storage/write/domains.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * Replaces the domains that an organization declares as its own; one that goes leaves every application's share too.
 *
 * @returns the domains as they are kept
 * @throws {RollcallError} domain.invalid
 */
export async function declareDomains(
  deps: ActionDeps,
  organizationId: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const domains = valid(texts);
  await changeSettings(deps, (tx) => saveOrganizationDomains(tx, organizationId, domains, deps.now()));
  return domains;
}

/**
 * Replaces an application's share of its organization's own domains: where it may link to people who exist already.
 *
 * @returns the domains as they are kept
 * @throws {RollcallError} domain.invalid, domain.not_own
 */
export async function shareDomains(
  deps: ActionDeps,
  organizationId: string,
  sourceApplicationId: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const domains = valid(texts);
  await changeSettings(deps, async (tx) => {
    const own = new Set(await lockOrganizationDomains(tx, organizationId));
    const strange = domains.filter((domain) => !own.has(domain));
    if (strange.length > 0) {
      throw new RollcallError(
        "domain.not_own",
        `The organization has not declared ${strange.join(", ")} as its own`,
        strange.map((domain) => ({ where: "/domains", detail: `${domain} is not the organization's own` })),
      );
    }
    await saveApplicationDomains(tx, organizationId, sourceApplicationId, domains);
  });
  return domains;
}

function valid(texts: readonly string[]): readonly string[] {
  const { domains, problems } = checkDomains(texts);
  const [first] = problems;
  if (first !== undefined) throw new RollcallError("domain.invalid", first.detail, problems);
  return domains;
}
