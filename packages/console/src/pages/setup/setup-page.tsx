import { Page } from "../../components/page.tsx";

/** Set up Rollcall. */
export function SetupPage() {
  return <Page title="Set up Rollcall">{null}</Page>;
}
