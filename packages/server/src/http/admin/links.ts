import type { ProvisioningOutcome } from "@rollcall/admin-api/directory-user-administration.ts";
import type { linkRoutes } from "@rollcall/admin-api/links.ts";
import { ownPerson, unlinkPerson } from "../../actions/administer-link.ts";
import type { Provisioned } from "../../actions/provisioned.ts";
import { actorOf } from "../../domain/principal.ts";
import type { HandlersOf } from "./handler.ts";

export const linkHandlers: HandlersOf<typeof linkRoutes> = {
  ownPerson: async ({ deps, principal, application, params }) =>
    present(await ownPerson(deps, application, params.linkedScimId, actorOf(principal))),
  unlinkPerson: async ({ deps, principal, application, params, body }) =>
    present(
      await unlinkPerson(deps, application, params.linkedScimId, { actor: actorOf(principal), reason: body.reason }),
    ),
};

function present({ outcome, reason }: Provisioned): ProvisioningOutcome {
  // A refusal is thrown, never an outcome here.
  if (outcome === "refused") throw new Error("a decision about a link was refused without saying why");
  return { outcome, reason: reason ?? null };
}
