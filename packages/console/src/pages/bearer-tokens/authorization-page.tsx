import { Page } from "../../components/page.tsx";

/** Authorization Configuration. */
export function AuthorizationPage() {
  return <Page title="Authorization Configuration">{null}</Page>;
}
