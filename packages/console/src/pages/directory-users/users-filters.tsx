import { Group } from "@mantine/core";
import { useApplications } from "../../api/application-names.ts";
import { FilterSelect } from "../../components/filter-select.tsx";
import { SearchField } from "../../components/search-field.tsx";
import type { UserSearch } from "./user-query.ts";

const statuses = [
  { value: "enabled", label: "Enabled" },
  { value: "disabled", label: "Disabled" },
  { value: "binned", label: "In the bin" },
];
const needs = [
  { value: "incomplete", label: "Incomplete" },
  { value: "flag", label: "Needs a look" },
];
const orders = [{ value: "userName", label: "By user name" }];

interface Props {
  readonly search: UserSearch;
  readonly onChange: (changed: Partial<Record<keyof UserSearch, string | undefined>>) => void;
}

/** What narrows the list of people: each in the address. */
export function UsersFilters({ search, onChange }: Props) {
  const applications = useApplications();
  return (
    <Group gap="xs" mb="sm">
      <SearchField
        label="Search people"
        placeholder="Name, e-mail, user name, number…"
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
        label="Attention"
        options={needs}
        value={search.flag === "true" ? "flag" : search.incomplete === "true" ? "incomplete" : undefined}
        onChange={(need) =>
          onChange({
            incomplete: need === "incomplete" ? "true" : undefined,
            flag: need === "flag" ? "true" : undefined,
          })
        }
        width={140}
      />
      <FilterSelect
        label="Order"
        placeholder="Newest last"
        options={orders}
        value={search.sort === "userName" ? "userName" : undefined}
        onChange={(sort) => onChange({ sort })}
        width={140}
      />
    </Group>
  );
}
