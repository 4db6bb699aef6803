import type { DirectoryUser, DirectoryUserStatus } from "./directory-user.ts";
import type { Link } from "./link.ts";

const standing: Readonly<Record<DirectoryUserStatus, number>> = { enabled: 2, disabled: 1, binned: 0 };

/** Tells whether a change leaves somebody with less: the status gets worse, or a source's own part of the person ends. */
export function takesAway(
  before: DirectoryUser | undefined,
  after: DirectoryUser | undefined,
  linkBefore: Link | undefined,
  linkAfter: Link | undefined,
): boolean {
  if (before === undefined) return false;
  if (after !== undefined && standing[after.status] < standing[before.status]) return true;
  // The owner says inactive and other sources keep the person: the memberships that the owner gives end.
  if (before.sourcesActive !== true && after?.sourcesActive === true && before.sourceActive === true) return true;
  if (linkBefore?.state !== "linked" || linkAfter === undefined) return false;
  const closes = linkAfter.state === "closed";
  const deactivates = linkAfter.sourceActive === false && linkBefore.sourceActive !== false;
  return closes || deactivates;
}
