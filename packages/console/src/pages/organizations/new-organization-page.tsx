import { Page } from "../../components/page.tsx";

/** New organization. */
export function NewOrganizationPage() {
  return <Page title="New organization">{null}</Page>;
}
