import { Page } from "../../components/page.tsx";

/** Webhooks. */
export function WebhooksPage() {
  return <Page title="Webhooks">{null}</Page>;
}
