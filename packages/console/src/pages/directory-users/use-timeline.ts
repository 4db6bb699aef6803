import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { usePages } from "../../api/use-answer.ts";

/** What happened to a person, page by page, and what happens while somebody looks. */
export function useTimeline(params: { readonly organizationId: string; readonly directoryUserId: string }) {
  return usePages(
    directoryUserRoutes.listDirectoryUserTimeline,
    { params },
    { limit: 25, every: 10_000, keepPrevious: false },
  );
}
