import type { NamedCounts } from "../meters/named-counts.ts";
import type { Written } from "../storage/write/change-writer.ts";
import type { ReceiverCaller } from "./call-receiver.ts";

/** Makes the function that counts the provisioning events of written changes, by type and outcome. */
export function countEffects(effects: NamedCounts): Written {
  return (changes, memberships) => {
    for (const { events, memberships: group } of changes) {
      for (const { type, outcome } of events) effects.add(`${type} ${outcome}`);
      if (group === undefined) continue;
      const moved = memberships.find(({ groupId }) => groupId === group.groupId);
      if (moved === undefined) continue;
      if (moved.added > 0) effects.add(`group.member-added ${group.outcome}`, moved.added);
      if (moved.removed > 0) effects.add(`group.member-removed ${group.outcome}`, moved.removed);
    }
  };
}

/** Counts the calls of receivers, by whether they took what they were sent. */
export function countAttempts(receivers: ReceiverCaller, attempts: NamedCounts): ReceiverCaller {
  return {
    close: () => receivers.close(),
    async call(url, headers, body) {
      const attempt = await receivers.call(url, headers, body);
      attempts.add(attempt.error === null ? "delivered" : "failed");
      return attempt;
    },
  };
}
