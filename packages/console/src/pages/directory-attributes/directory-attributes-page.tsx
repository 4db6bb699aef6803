import { Page } from "../../components/page.tsx";

/** Attributes. */
export function DirectoryAttributesPage() {
  return <Page title="Attributes">{null}</Page>;
}
