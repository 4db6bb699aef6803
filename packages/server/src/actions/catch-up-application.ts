import { beforeAllIds } from "../domain/id.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { findApplicationLinks, findOpenLink } from "../storage/read/open-links.ts";
import { releaseMembershipExceptions } from "../storage/write/membership-exceptions.ts";
import { finishApplication } from "../storage/write/unfinished-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { decideLinkAgain } from "./decide-link-again.ts";

const page = 200;

/**
 * Brings the directory to the final state of an application that went live again: every resource whose effect was
 * computed and not in force is decided again on today's resource, then its memberships come into force. Works from what
 * the database says is left, so that it can be interrupted and repeated.
 */
export async function catchUpApplication(deps: ActionDeps, application: CompiledApplication): Promise<void> {
  const { organizationId, id } = application;
  // Users before groups: a group's members are effective only once their people are there.
  for (const type of ["User", "Group"]) {
    let after = beforeAllIds;
    for (;;) {
      const links = await findApplicationLinks(deps.database.reader, organizationId, id, "held", after, page);
      for (const link of links) {
        if (link.resourceType === type) await decideAgain(() => catchUp(deps, application, link.resourceId));
      }
      if (links.length < page) break;
      after = links.at(-1)?.resourceId ?? after;
    }
  }
  const releasing = 1_000;
  while (
    (await releaseMembershipExceptions(deps.database.pool, organizationId, id, releasing, deps.now())) === releasing
  );
  await finishApplication(deps.database.pool, organizationId, id, "catching-up", deps.now());
}

async function catchUp(deps: ActionDeps, application: CompiledApplication, resourceId: string): Promise<void> {
  const link = await findOpenLink(deps.database.reader, application.organizationId, application.id, resourceId);
  // The source's next write, or another node, may have brought it into force.
  if (link === undefined || !link.held) return;
  await decideLinkAgain(deps, application, link);
}
