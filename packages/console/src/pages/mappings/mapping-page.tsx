import { Page } from "../../components/page.tsx";

/** Attributes Mapping. */
export function MappingPage() {
  return <Page title="Attributes Mapping">{null}</Page>;
}
