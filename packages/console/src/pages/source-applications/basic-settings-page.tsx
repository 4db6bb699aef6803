import { Page } from "../../components/page.tsx";

/** Basic Settings. */
export function BasicSettingsPage() {
  return <Page title="Basic Settings">{null}</Page>;
}
