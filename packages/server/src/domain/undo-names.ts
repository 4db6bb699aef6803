import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import type { ProvisioningEvent } from "./provisioning-event.ts";
import { isInWindow, type UndoWindow } from "./undo-history.ts";

/** Whom a window's events gave another user name or e-mail address, and which, as they are compared. */
export interface GivenNames {
  readonly ids: readonly string[];
  readonly keys: readonly string[];
}

const compared = new Set(["userName", "email"]);

/** Says whom the events of a window may have made share a name with somebody. */
export function namesGiven(
  people: readonly (readonly [id: string, events: readonly ProvisioningEvent[]])[],
  window: UndoWindow,
): GivenNames {
  const ids = new Set<string>();
  const keys = new Set<string>();
  for (const [id, events] of people) {
    for (const event of events) {
      if (!isInWindow(event, window)) continue;
      for (const { attribute, to } of event.changes) {
        if (!compared.has(attribute)) continue;
        ids.add(id);
        if (typeof to === "string" && to !== "") keys.add(foldCase(to));
      }
    }
  }
  return { ids: [...ids], keys: [...keys] };
}
