import type { AuditEntry } from "@rollcall/admin-api/audit-trail.ts";
import type { Route } from "@rollcall/admin-api/route.ts";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";

const pasts: Readonly<Record<string, string>> = {
  accept: "Accepted",
  add: "Added",
  allow: "Allowed",
  apply: "Applied",
  approve: "Approved",
  change: "Changed",
  confirm: "Confirmed",
  create: "Created",
  delete: "Deleted",
  disable: "Disabled",
  enable: "Enabled",
  end: "Ended",
  enrol: "Began",
  erase: "Erased",
  import: "Imported",
  invite: "Invited",
  lift: "Lifted",
  link: "Linked",
  move: "Moved",
  own: "Took over",
  pause: "Paused",
  place: "Placed",
  protect: "Protected",
  put: "Changed",
  reject: "Rejected",
  remove: "Removed",
  rename: "Renamed",
  renew: "Renewed",
  replay: "Replayed",
  reset: "Reset",
  resolve: "Resolved",
  restore: "Restored",
  resume: "Resumed",
  retry: "Retried",
  revoke: "Revoked",
  rotate: "Rotated",
  save: "Saved",
  send: "Sent",
  set: "Set",
  settle: "Settled",
  test: "Tested",
  unlink: "Unlinked",
  unprotect: "Ended protection of",
};

/** Short words that people write in capitals. */
const shortWords: Readonly<Record<string, string>> = { api: "API", oauth: "OAuth", csv: "CSV", scim: "SCIM" };

/** An action as people say it: `createBearerToken` is *Created bearer token*, `sign-in-refused` *Sign in refused*. */
export function actionWords(action: string): string {
  const [verb = "", ...rest] = action
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[\s-]+/)
    .map((word) => word.toLowerCase());
  // What has a hyphen or one word is no operation of the API: it reads as it stands.
  const first = action.includes("-") ? undefined : pasts[verb];
  return [first ?? verb.charAt(0).toUpperCase() + verb.slice(1), ...rest.map((word) => shortWords[word] ?? word)].join(
    " ",
  );
}

/** What was changed, as people call it; from its path where it is a name and no id. */
export function targetWords({ target, targetName }: Pick<AuditEntry, "target" | "targetName">): string | undefined {
  if (targetName !== null) return targetName;
  const last = target?.split("/").at(-1) ?? "";
  return target?.includes("/directory-attributes/") === true ? last : undefined;
}

/** What happens to the sign-in beside calls of the API. */
const ofTheSignIn = [
  "set-up",
  "sign-in",
  "sign-in-refused",
  "sign-out",
  "invitation-accepted",
  "password-reset-issued",
  "password-reset",
];

/** Every action that an audit trail may hold, sorted by its words. */
export const actions: readonly { readonly value: string; readonly label: string }[] = [
  ...Object.entries<Route>(adminRoutes)
    .filter(([, { method, permission }]) => method !== "GET" && permission !== "public" && permission !== "read")
    .map(([name]) => name),
  ...ofTheSignIn,
]
  .map((value) => ({ value, label: actionWords(value) }))
  .toSorted((a, b) => a.label.localeCompare(b.label));
