import type { Precedence, precedenceRoutes } from "@rollcall/admin-api/precedences.ts";
import { savePrecedence } from "../../actions/apply-precedence.ts";
import { directoryUserAttributes } from "../../domain/directory-attribute.ts";
import { actorOf } from "../../domain/principal.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import { findApplicationNames } from "../../storage/read/directory-users.ts";
import { findPrecedence } from "../../storage/read/precedences.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";
import { presentJob } from "./jobs.ts";

export const precedenceHandlers: HandlersOf<typeof precedenceRoutes> = {
  getPrecedence: ({ deps, organizationId }) => present(deps, organizationId),
  putPrecedence: async ({ deps, principal, organizationId, body }) => {
    const job = await savePrecedence(deps, organizationId, body.precedence, actorOf(principal));
    return { ...(await present(deps, organizationId)), job: await presentJob(deps, job) };
  },
};

async function present(deps: AdminDeps, organizationId: string): Promise<Precedence> {
  const { lists, reader } = deps.database;
  const [saved, custom] = await Promise.all([
    findPrecedence(reader, organizationId),
    listCustomAttributes(lists, organizationId),
  ]);
  const names = await findApplicationNames(lists, organizationId, [...new Set(Object.values(saved).flat())]);
  const attributes = [...directoryUserAttributes, ...custom].map(({ name, label }) => ({ name, label }));
  const labels = new Map(attributes.map(({ name, label }) => [name, label]));
  const precedence = Object.entries(saved).flatMap(([attribute, ids]) => {
    const label = labels.get(attribute);
    // A custom attribute that was deleted since has no values.
    if (label === undefined) return [];
    return [{ attribute, label, applications: ids.map((id) => ({ id, displayName: names.get(id) ?? "" })) }];
  });
  return { precedence, attributes };
}
