import type { ActionDeps } from "../../actions/action-deps.ts";
import { isId } from "../../domain/id.ts";
import { findSourceApplication } from "../../storage/read/source-applications.ts";

/** How many refused tokens of a minute are still recorded on this node. */
export interface RefusalBudget {
  /** Takes one of the application's and of all; false when either is used up. */
  take(applicationId: string): boolean;
}

const ofAnApplication = 60;
const ofAll = 600;
const minute = 60_000;

/** Opens it. Anybody can send wrong tokens, so that what they make us read and write is bounded. */
export function openRefusalBudget(now: () => number = () => performance.now()): RefusalBudget {
  let since = now();
  let taken = 0;
  let byApplication = new Map<string, number>();
  return {
    take(applicationId) {
      if (now() - since >= minute) {
        since = now();
        taken = 0;
        byApplication = new Map();
      }
      const own = byApplication.get(applicationId) ?? 0;
      if (taken >= ofAll || own >= ofAnApplication) return false;
      taken += 1;
      byApplication.set(applicationId, own + 1);
      return true;
    },
  };
}

/** Finds the application that a refused request was meant for, while the budget lasts. */
export async function findRefusedApplication(
  deps: ActionDeps,
  budget: RefusalBudget,
  applicationId: string,
): Promise<{ readonly organizationId: string; readonly id: string } | undefined> {
  if (!isId(applicationId) || !budget.take(applicationId)) return undefined;
  return findSourceApplication(deps.database.reader, applicationId);
}
