import { Page } from "../../components/page.tsx";

/** API keys. */
export function ApiKeysPage() {
  return <Page title="API keys">{null}</Page>;
}
