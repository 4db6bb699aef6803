import type { Finding, Reconciliation, reconciliationRoutes } from "@rollcall/admin-api/reconciliations.ts";
import type { QueryOf } from "@rollcall/admin-api/route.ts";
import type { ListFilter } from "../../components/list-filter.ts";
import type { Meaning } from "../../design/meaning.ts";

type Query = QueryOf<typeof reconciliationRoutes.listFindings>;

/** What each kind of finding is called, and what it means. */
export const kindWords: Readonly<Record<Finding["kind"], { readonly says: string; readonly meaning: Meaning }>> = {
  gone: { says: "Active here, gone there", meaning: "failing" },
  inactive: { says: "Active here, inactive there", meaning: "failing" },
  missing: { says: "Missing here", meaning: "attention" },
  different: { says: "Different, here → there", meaning: "attention" },
  extra: { says: "Extra here, not active", meaning: "off" },
};

/** What narrows the list of a reconciliation, each choice with its number. */
export function findingFilters({ counts, compared }: Reconciliation): readonly ListFilter<Query>[] {
  const { gone, inactive, missing, different, extra } = counts;
  const option = (value: string, label: string, count: number, kinds: string) => ({
    value,
    label: `${label} (${count.toLocaleString("en")})`,
    asks: { kinds },
  });
  return [
    {
      kind: "words",
      name: "q",
      label: "Search who was found",
      placeholder: "Name, user name or e-mail",
      asks: (search) => ({ search }),
    },
    {
      kind: "choice",
      name: "kind",
      label: "What was found",
      width: 220,
      options: [
        option("active", "Still active here", gone + inactive, "gone,inactive"),
        option("missing", "Missing here", missing, "missing"),
        option("different", "Different", different, "different"),
        option("extra", "Extra here", extra, "extra"),
      ],
    },
    {
      kind: "choice",
      name: "attribute",
      label: "Differs in",
      width: 180,
      options: [...(compared ?? []), { attribute: "active", label: "Status" }].map(({ attribute, label }) => ({
        value: attribute,
        label,
        asks: { attribute },
      })),
    },
  ];
}

/** What became of somebody whom an administrator acted on. */
export function outcomeWords({ action, outcome, reason }: NonNullable<Finding["acted"]>): string {
  if (outcome === null) return "Being done";
  const done = action === "deactivate" ? "Deactivated" : "Deleted";
  if (outcome === "applied") return reason === null ? done : `${done}: ${reason}`;
  if (outcome === "unchanged") return `Left alone: ${reason ?? "nothing was to be changed"}`;
  return `${done}, and ${outcome}${reason === null ? "" : `: ${reason}`}`;
}
