import type { NoticeKind } from "@rollcall/admin-api/notices.ts";
import type { Meaning } from "../../design/meaning.ts";

/** What each kind of notice is called, as a thing that somebody may be told of. */
export const noticeWords: Readonly<Record<NoticeKind, { readonly label: string; readonly meaning: Meaning }>> = {
  held: { label: "Changes are held", meaning: "attention" },
  conflict: { label: "A conflict waits", meaning: "attention" },
  "source-failing": { label: "A source fails", meaning: "failing" },
  "source-quiet": { label: "A source has gone quiet", meaning: "attention" },
  "token-expiring": { label: "A token expires", meaning: "attention" },
  "webhook-broken": { label: "A webhook is broken", meaning: "failing" },
  "domain-lost": { label: "A domain is proven no longer", meaning: "attention" },
};

export const noticeKinds = Object.keys(noticeWords) as NoticeKind[];
