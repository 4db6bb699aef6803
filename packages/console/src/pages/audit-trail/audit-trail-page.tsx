import { Page } from "../../components/page.tsx";

/** Audit trail. */
export function AuditTrailPage() {
  return <Page title="Audit trail">{null}</Page>;
}
