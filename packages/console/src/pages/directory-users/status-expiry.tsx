import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";
import { RelativeTime } from "../../components/relative-time.tsx";

/** Since when the status is imposed, and until when. */
export function StatusExpiry({ facts }: { readonly facts: DirectoryUserDetails["statusFacts"] }) {
  const at = facts.binnedAt ?? facts.hold?.at ?? facts.override?.at;
  const until = facts.binnedAt === null && facts.hold === null ? (facts.override?.expiresAt ?? null) : null;
  if (at === undefined) return null;
  return (
    <>
      <RelativeTime at={at} />
      {until !== null && (
        <>
          , ends <RelativeTime at={until} />
        </>
      )}
    </>
  );
}
