import { Page } from "../../components/page.tsx";

/** User. */
export function DirectoryUserPage() {
  return <Page title="User">{null}</Page>;
}
