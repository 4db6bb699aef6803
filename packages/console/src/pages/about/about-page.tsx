import { Page } from "../../components/page.tsx";

/** About. */
export function AboutPage() {
  return <Page title="About">{null}</Page>;
}
