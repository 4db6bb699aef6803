import { type AskedFindings, listFoundBy } from "../../actions/read-reconciliations.ts";
import type { ReconcileJob } from "../../actions/reconcile-job.ts";
import type { StoredFinding } from "../../storage/read/findings.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { formatRow } from "./export-directory-users.ts";

const pageSize = 500;
const head = ["kind", "name", "userName", "email", "place", "scimId", "status", "attribute", "there", "here", "acted"];

/**
 * Writes what a reconciliation found as CSV, page after page: a line for each value that differs. Of somebody who is
 * missing, what the export says follows in columns of its own, for whoever has to send them.
 */
export async function* exportFindings(
  deps: AdminDeps,
  application: { readonly organizationId: string; readonly id: string },
  { id, input }: ReconcileJob,
  asked: AskedFindings,
): AsyncIterable<string> {
  const { key, compared } = input.columns;
  const known = new Set(["userName", "email"]);
  const others = [key.attribute, ...compared.map(({ attribute }) => attribute)].filter((name) => !known.has(name));
  yield formatRow([...head, ...others]);
  let after: { readonly kind: string; readonly id: string } | undefined;
  do {
    const page: Awaited<ReturnType<typeof listFoundBy>> = await listFoundBy(
      deps,
      application,
      id,
      asked,
      after,
      pageSize,
    );
    yield page.items.map((finding) => rowsOf(finding, others).map(formatRow).join("")).join("");
    const [kind, last] = page.next ?? [];
    after = kind === undefined || last === undefined ? undefined : { kind, id: last };
  } while (after !== undefined);
}

function rowsOf(finding: StoredFinding, others: readonly string[]): string[][] {
  const { kind, name, userName, email, place, scimId, status, changes, attributes, acted } = finding;
  const first = [kind, name ?? "", userName ?? "", email ?? "", String(place ?? ""), scimId ?? "", status ?? ""];
  const last = [acted === null ? "" : (acted.outcome ?? "begun"), ...others.map((one) => attributes?.[one] ?? "")];
  if (changes.length === 0) return [[...first, "", "", "", ...last]];
  return changes.map(({ attribute, there, here }) => [...first, attribute, there, here, ...last]);
}
