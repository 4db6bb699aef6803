import { Page } from "../../components/page.tsx";

/** Activity. */
export function ActivityPage() {
  return <Page title="Activity">{null}</Page>;
}
