import { Page } from "../../components/page.tsx";

/** Set a new password. */
export function ResetPage() {
  return <Page title="Set a new password">{null}</Page>;
}
