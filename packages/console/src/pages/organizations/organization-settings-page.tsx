import { Page } from "../../components/page.tsx";

/** Organization. */
export function OrganizationSettingsPage() {
  return <Page title="Organization">{null}</Page>;
}
