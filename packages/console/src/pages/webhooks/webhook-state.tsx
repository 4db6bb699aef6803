import type { Webhook } from "@rollcall/admin-api/webhooks.ts";
import { StateLabel } from "../../components/state-label.tsx";

/** How a webhook is, in a word. */
export function WebhookState({ webhook }: { readonly webhook: Webhook }) {
  const { state, stateReason, failingSince } = webhook;
  const title = stateReason ?? undefined;
  if (state === "paused")
    return (
      <StateLabel meaning="off" {...titled(title)}>
        Paused
      </StateLabel>
    );
  if (state === "broken")
    return (
      <StateLabel meaning="failing" {...titled(title)}>
        Broken
      </StateLabel>
    );
  if (failingSince !== null)
    return (
      <StateLabel meaning="attention" {...titled(title)}>
        Failing, tries again
      </StateLabel>
    );
  return <StateLabel meaning="flowing">Active</StateLabel>;
}

function titled(title: string | undefined): { title?: string } {
  return title === undefined ? {} : { title };
}
