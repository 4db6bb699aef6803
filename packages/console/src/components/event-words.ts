import type { Meaning } from "../design/meaning.ts";

interface Words {
  /** What happened, in two or three words. */
  readonly says: string;
  readonly meaning: Meaning;
}

/** What each type of provisioning event is called where people read it. */
const words: Readonly<Record<string, Words>> = {
  "user.created": { says: "Created", meaning: "flowing" },
  "user.linked": { says: "Linked", meaning: "flowing" },
  "user.returned": { says: "Returned", meaning: "flowing" },
  "user.changed": { says: "Changed", meaning: "off" },
  "user.enabled": { says: "Enabled", meaning: "flowing" },
  "user.disabled": { says: "Disabled", meaning: "attention" },
  "user.binned": { says: "Put into the bin", meaning: "failing" },
  "user.restored": { says: "Restored", meaning: "flowing" },
  "user.unlinked": { says: "Unlinked", meaning: "attention" },
  "user.conflict": { says: "Waits for a decision", meaning: "attention" },
  "user.ignored": { says: "Ignored", meaning: "off" },
  "user.flagged": { says: "Needs a look", meaning: "attention" },
  "user.left-groups": { says: "Out of all groups", meaning: "attention" },
  "user.erased": { says: "Erased", meaning: "failing" },
  "user.protected": { says: "Protected", meaning: "off" },
  "user.unprotected": { says: "Protected no longer", meaning: "attention" },
  "user.legal-hold-placed": { says: "Legal hold placed", meaning: "off" },
  "user.legal-hold-lifted": { says: "Legal hold lifted", meaning: "attention" },
  "group.created": { says: "Group created", meaning: "flowing" },
  "group.returned": { says: "Group returned", meaning: "flowing" },
  "group.changed": { says: "Group changed", meaning: "off" },
  "group.binned": { says: "Group put into the bin", meaning: "failing" },
  "group.kept": { says: "Group kept", meaning: "attention" },
  "group.member-added": { says: "Member added", meaning: "flowing" },
  "group.member-removed": { says: "Member removed", meaning: "attention" },
  "notice.held": { says: "Notice: changes are held", meaning: "attention" },
  "notice.conflict": { says: "Notice: a conflict waits", meaning: "attention" },
  "notice.source-failing": { says: "Notice: a source fails", meaning: "failing" },
  "notice.source-quiet": { says: "Notice: a source is quiet", meaning: "attention" },
  "notice.token-expiring": { says: "Notice: a token expires", meaning: "attention" },
  "notice.webhook-broken": { says: "Notice: a webhook is broken", meaning: "failing" },
  "notice.domain-lost": { says: "Notice: a domain is proven no longer", meaning: "attention" },
};

/** What a type of event is called; the type itself where it is a newer one. */
export function wordsOfEvent(type: string): Words {
  return (Object.hasOwn(words, type) ? words[type] : undefined) ?? { says: type, meaning: "off" };
}

/** All types with what they are called, for a filter. */
export const eventTypes: readonly { readonly value: string; readonly label: string }[] = Object.entries(words).map(
  ([value, { says }]) => ({ value, label: says }),
);
