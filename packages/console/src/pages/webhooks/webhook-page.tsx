import { Page } from "../../components/page.tsx";

/** Webhook. */
export function WebhookPage() {
  return <Page title="Webhook">{null}</Page>;
}
