import { Page } from "../../components/page.tsx";

/** Held. */
export function HeldPage() {
  return <Page title="Held">{null}</Page>;
}
