import type { DirectoryUser } from "./directory-user.ts";
import type { Link } from "./link.ts";
import type { EventDraft } from "./provisioning-event.ts";

/** A link as its person's owner: what its source says of the status is the person's from now on. */
export function ownedBy(link: Link): Link;
export function ownedBy(link: Link | undefined): Link | undefined;
export function ownedBy(link: Link | undefined): Link | undefined {
  return link && { ...link, owning: true, sourceActive: null };
}

/**
 * The link that owned the person until an administrator moved the ownership: its source's word on the status counts for
 * its own memberships only, and what the guard held of it is void.
 */
export function disowned(link: Link, user: DirectoryUser | undefined): Link {
  return { ...link, owning: false, guard: null, sourceActive: user?.sourceActive ?? null };
}

/** The event of an ownership that an administrator moves to an application. */
export function ownershipMoved(
  application: { readonly displayName: string },
  user: DirectoryUser | undefined,
): EventDraft[] {
  if (user === undefined) return [];
  const reason = `"${application.displayName}" owns this person from now on`;
  return [{ type: "user.changed", outcome: "applied", directoryUserId: user.id, reason }];
}

/** The link of a resource that an administrator says is not this person: somebody decides who it is. */
export function unlinked(link: Link, directoryUserId: string): Link {
  return {
    ...link,
    state: "conflict",
    directoryId: null,
    owning: false,
    held: false,
    guard: null,
    sourceActive: null,
    conflict: { reason: "unlinked-by-administrator", candidates: [directoryUserId] },
  };
}
