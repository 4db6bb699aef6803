import { Page } from "../../components/page.tsx";

/** Overview. */
export function ApplicationOverviewPage() {
  return <Page title="Overview">{null}</Page>;
}
