import { Page } from "../../components/page.tsx";

/** SCIM Client (Source) to Rollcall. */
export function ProvisioningPage() {
  return <Page title="SCIM Client (Source) to Rollcall">{null}</Page>;
}
