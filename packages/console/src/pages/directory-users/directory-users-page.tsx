import { Page } from "../../components/page.tsx";

/** Users. */
export function DirectoryUsersPage() {
  return <Page title="Users">{null}</Page>;
}
