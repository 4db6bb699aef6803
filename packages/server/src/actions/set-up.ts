import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { formatSecret } from "../domain/checked-secret.ts";
import { RollcallError } from "../domain/errors.ts";
import { findAccessLink } from "../storage/read/access-links.ts";
import { hasAdministrators } from "../storage/read/administrators.ts";
import { listOrganizations, type Organization } from "../storage/read/organizations.ts";
import type { Reader } from "../storage/database.ts";
import { createAccessLink, deleteSetupLinks, useAccessLink } from "../storage/write/access-links.ts";
import { lockInstallation } from "../storage/write/installation-lock.ts";
import { createAdministrator } from "../storage/write/administrators.ts";
import type { ActionDeps } from "./action-deps.ts";
import { auditFact } from "./audit.ts";
import { choosePassword } from "./choose-password.ts";
import { createOrganization } from "./create-organization.ts";
import { hashSecret, issueSecret } from "./issue-secret.ts";
import { type Caller, openSession } from "./open-session.ts";

const linkMilliseconds = 24 * 3_600_000;
/** Nodes that start at once each print a link, and somebody may follow any of them. */
const sameStartMilliseconds = 60_000;

/** Makes the token of a link that is good for one use. */
export function issueLinkToken(): { readonly secret: string; readonly hash: Buffer } {
  return issueSecret((random) => formatSecret("rcl-", random));
}

/**
 * Makes the link to the set-up page while the installation has no administrator; links of starts more than a
 * minute ago are dead then.
 *
 * @returns its token; undefined where there is an administrator
 */
export async function issueSetupToken(
  deps: Pick<ActionDeps, "database" | "newId" | "now">,
): Promise<string | undefined> {
  if (await hasAdministrators(deps.database.lists)) return undefined;
  const { secret, hash } = issueLinkToken();
  const now = deps.now();
  const expiresAt = new Date(Date.parse(now) + linkMilliseconds).toISOString();
  const earlier = new Date(Date.parse(now) - sameStartMilliseconds).toISOString();
  await deps.database.transaction(async (tx) => {
    await deleteSetupLinks(tx, earlier);
    await createAccessLink(tx, { id: deps.newId(), kind: "setup", hash, expiresAt }, now);
  });
  return secret;
}

/** Tells whether the installation waits for its first administrator, and whether a link is good. */
export async function readSetup(
  deps: ActionDeps,
  token: string | undefined,
): Promise<{ readonly needed: boolean; readonly tokenGood: boolean; readonly organizationName: string | null }> {
  const needed = !(await hasAdministrators(deps.database.lists));
  const found = token && (await findAccessLink(deps.database.lists, hashSecret(token), "setup", deps.now()));
  const tokenGood = needed && found !== undefined && found !== "";
  const first = tokenGood ? await firstOrganization(deps.database.lists) : undefined;
  return { needed, tokenGood, organizationName: first?.name ?? null };
}

/** What the first administrator says. */
export interface FirstAdministrator {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** May be left out where there is an organization already. */
  readonly organizationName?: string | undefined;
}

async function firstOrganization(reader: Reader): Promise<Organization | undefined> {
  return (await listOrganizations(reader, null, null, null, 1)).items[0];
}

/**
 * Makes the first administrator, an owner, and an organization unless there is one; all or nothing.
 *
 * @throws {RollcallError} access_link.dead, setup.done, organization.name_taken, request.invalid
 */
export async function setUp(
  deps: ActionDeps,
  { token, name, email, password, organizationName }: FirstAdministrator,
  caller: Caller,
): Promise<{ readonly organization: Organization; readonly session: string }> {
  const passwordHash = await choosePassword(password, email);
  return deps.database.transaction(async (tx) => {
    // The link is locked by its use: of two who come at once, one finds it dead.
    if (!(await useAccessLink(tx, hashSecret(token), "setup", deps.now()))) throw new RollcallError("access_link.dead");
    // Of two who come with two links, one finds an administrator.
    await lockInstallation(tx);
    if (await hasAdministrators(tx)) throw new RollcallError("setup.done");
    const id = deps.newId();
    const scope = { role: "owner", wholeInstallation: true, organizationIds: [] } as const;
    const first = { id, name: name.trim(), email, emailKey: foldCase(email), passwordHash, ...scope };
    await createAdministrator(tx, first, deps.now());
    const organization =
      organizationName === undefined
        ? await firstOrganization(tx)
        : await createOrganization({ ...deps, tx }, organizationName);
    if (organization === undefined) {
      const detail = "expected the name of the first organization, found nothing";
      throw new RollcallError("request.invalid", `/organizationName: ${detail}`, [
        { where: "/organizationName", detail },
      ]);
    }
    const actor = { kind: "administrator", id, name: name.trim() } as const;
    await auditFact(deps, tx, { action: "set-up", actor, organizationId: null, targetName: organization.name }, caller);
    const session = await openSession(deps, tx, id, caller, { awaitsSecondFactor: false });
    return { organization, session };
  });
}
