import { Group } from "@mantine/core";
import { useApplications } from "../../api/application-names.ts";
import { FilterSelect } from "../../components/filter-select.tsx";
import { SearchField } from "../../components/search-field.tsx";
import type { GroupSearch } from "./group-query.ts";

const statuses = [
  { value: "active", label: "Active" },
  { value: "binned", label: "In the bin" },
];

interface Props {
  readonly search: GroupSearch;
  readonly onChange: (changed: GroupSearch) => void;
}

/** What narrows the list of groups: each in the address. */
export function GroupsFilters({ search, onChange }: Props) {
  const applications = useApplications();
  return (
    <Group gap="xs" mb="sm">
      <SearchField
        label="Search groups"
        placeholder="Name of the group…"
        value={search.q ?? ""}
        onChange={(q) => onChange({ q: q === "" ? undefined : q })}
      />
      <FilterSelect
        label="Status"
        options={statuses}
        value={search.status}
        onChange={(status) => onChange({ status })}
        width={120}
      />
      <FilterSelect
        label="Source"
        options={applications.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        value={search.source}
        onChange={(source) => onChange({ source })}
        searchable
        width={160}
      />
      <FilterSelect
        label="Order"
        placeholder="By name"
        options={[{ value: "created", label: "Oldest first" }]}
        value={search.sort}
        onChange={(sort) => onChange({ sort })}
        width={130}
      />
    </Group>
  );
}
