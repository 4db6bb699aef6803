import { Page } from "../../components/page.tsx";

/** Your sign-in. */
export function YourSignInPage() {
  return <Page title="Your sign-in">{null}</Page>;
}
