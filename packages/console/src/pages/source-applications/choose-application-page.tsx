import { Page } from "../../components/page.tsx";

/** Choose Application. */
export function ChooseApplicationPage() {
  return <Page title="Choose Application">{null}</Page>;
}
