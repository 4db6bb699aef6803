import type { directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import type { QueryOf } from "@rollcall/admin-api/route.ts";
import type { ListFilter } from "../../components/list-filter.ts";

/** What narrows and sorts the list of groups. */
export const groupFilters: readonly ListFilter<QueryOf<typeof directoryGroupRoutes.listDirectoryGroups>>[] = [
  {
    kind: "words",
    name: "q",
    label: "Search groups",
    placeholder: "Name of the group…",
    asks: (search) => ({ search }),
  },
  {
    kind: "choice",
    name: "status",
    label: "Status",
    width: 120,
    options: [
      { value: "active", label: "Active", asks: { status: "active" } },
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
    kind: "order",
    name: "sort",
    label: "Order",
    width: 130,
    otherwise: { label: "By name", asks: { sort: "name" } },
    options: [{ value: "created", label: "Oldest first", asks: { sort: "created" } }],
  },
];
