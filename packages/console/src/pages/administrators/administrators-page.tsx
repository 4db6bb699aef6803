import { Page } from "../../components/page.tsx";

/** Administrators. */
export function AdministratorsPage() {
  return <Page title="Administrators">{null}</Page>;
}
