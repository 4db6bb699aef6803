import { Page } from "../../components/page.tsx";

/** Groups. */
export function DirectoryGroupsPage() {
  return <Page title="Groups">{null}</Page>;
}
