import { Page } from "../../components/page.tsx";

/** Invitation. */
export function InvitationPage() {
  return <Page title="Invitation">{null}</Page>;
}
