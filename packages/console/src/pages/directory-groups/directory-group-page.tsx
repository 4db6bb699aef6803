import { Page } from "../../components/page.tsx";

/** Group. */
export function DirectoryGroupPage() {
  return <Page title="Group">{null}</Page>;
}
