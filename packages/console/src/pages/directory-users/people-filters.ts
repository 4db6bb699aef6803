import type { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import type { QueryOf } from "@rollcall/admin-api/route.ts";
import type { ListFilter } from "../../components/list-filter.ts";

/** What narrows and sorts the list of people. */
export const peopleFilters: readonly ListFilter<QueryOf<typeof directoryUserRoutes.listDirectoryUsers>>[] = [
  {
    kind: "words",
    name: "q",
    label: "Search people",
    placeholder: "Name, e-mail, user name, external id…",
    asks: (search) => ({ search }),
  },
  {
    kind: "choice",
    name: "status",
    label: "Status",
    width: 120,
    options: [
      { value: "enabled", label: "Enabled", asks: { status: "enabled" } },
      { value: "disabled", label: "Disabled", asks: { status: "disabled" } },
      { value: "binned", label: "In the bin", asks: { status: "binned" } },
    ],
  },
  {
    kind: "application",
    name: "source",
    label: "Source",
    width: 160,
    asks: (sourceApplicationId) => ({ sourceApplicationId }),
  },
  {
    kind: "group",
    name: "group",
    label: "Group",
    width: 180,
    asks: (directoryGroupId) => ({ directoryGroupId }),
  },
  {
    kind: "choice",
    name: "attention",
    label: "Attention",
    width: 140,
    options: [
      { value: "incomplete", label: "Incomplete", asks: { incomplete: true } },
      { value: "flagged", label: "Needs a look", asks: { flagged: true } },
      { value: "protected", label: "Protected", asks: { safeguard: "protection" } },
      { value: "leaving", label: "Leaving by a policy", asks: { leaving: true } },
      { value: "legal-hold", label: "Legal hold", asks: { safeguard: "legalHold" } },
    ],
  },
  {
    kind: "order",
    name: "sort",
    label: "Order",
    width: 140,
    otherwise: { label: "Oldest first", asks: {} },
    options: [
      { value: "name", label: "By name", asks: { sort: "name" } },
      { value: "userName", label: "By user name", asks: { sort: "userName" } },
      { value: "email", label: "By e-mail", asks: { sort: "email" } },
      { value: "modified", label: "Last changed", asks: { sort: "modified" } },
    ],
  },
];
