import { listDifferences } from "../../actions/read-mapping-preview.ts";
import type { MappingDifference } from "../../domain/mapping-preview.ts";
import type { DifferenceFilter } from "../../storage/read/mapping-differences.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { formatRow, formatValue } from "./export-directory-users.ts";

const pageSize = 500;

/** How differences are written: what comes first, and each page of them. */
interface Format {
  readonly head: string;
  readonly page: (items: readonly MappingDifference[]) => string;
}

/** Writes whom the draft of a preview changes, page after page. */
export async function* exportDifferences(
  deps: AdminDeps,
  application: { readonly organizationId: string; readonly id: string },
  jobId: string,
  filter: DifferenceFilter,
  format: Format,
): AsyncIterable<string> {
  yield format.head;
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listDifferences>> = await listDifferences(
      deps,
      application,
      jobId,
      filter,
      after,
      pageSize,
    );
    yield format.page(page.items);
    after = page.next?.[0] ?? null;
  } while (after !== null);
}

const columns = ["type", "scimId", "directoryId", "name", "userName", "attribute", "from", "to", "already", "becomes"];

export function formatDifferencesHead(): string {
  return formatRow(columns);
}

/** A line for each value that changes; one for who only begins or ends to be incomplete. */
export function formatDifferences(items: readonly MappingDifference[], labels: ReadonlyMap<string, string>): string {
  return items
    .flatMap(({ resourceType, scimId, directoryId, name, userName, changes, becomes }) => {
      const subject = [resourceType, scimId, directoryId ?? "", name ?? "", userName ?? ""];
      const end = becomes ?? "";
      if (changes.length === 0) return [formatRow([...subject, "", "", "", "", end])];
      return changes.map(({ attribute, from, to, already }) =>
        formatRow([
          ...subject,
          labels.get(attribute) ?? attribute,
          formatValue(from),
          formatValue(to),
          already ? "yes" : "no",
          end,
        ]),
      );
    })
    .join("");
}
