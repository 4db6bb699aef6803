import { useApplications } from "../api/application-names.ts";
import { FilterSelect } from "./filter-select.tsx";
import { GroupSelect } from "./group-select.tsx";
import type { ListFilter, ListSearch } from "./list-filter.ts";
import classes from "./list-filters.module.css";
import { SearchField } from "./search-field.tsx";

interface Props<Query> {
  readonly filters: readonly ListFilter<Query>[];
  readonly search: ListSearch;
  readonly onSearch: (changed: ListSearch) => void;
}

/** What narrows and sorts a list: each in the address. */
export function ListFilters<Query>({ filters, search, onSearch }: Props<Query>) {
  return (
    <div className={classes.filters}>
      {filters.map((filter) => (
        <Control
          key={filter.name}
          filter={filter}
          value={search[filter.name]}
          onChange={(value) => onSearch({ [filter.name]: value })}
        />
      ))}
    </div>
  );
}

interface ControlProps<Query> {
  readonly filter: ListFilter<Query>;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function Control<Query>({ filter, value, onChange }: ControlProps<Query>) {
  const { label } = filter;
  if (filter.kind === "words") {
    return (
      <SearchField
        label={label}
        placeholder={filter.placeholder}
        value={value ?? ""}
        onChange={(typed) => onChange(typed === "" ? undefined : typed)}
      />
    );
  }
  const shared = { label, onChange, ...(filter.width === undefined ? {} : { width: filter.width }) };
  if (!("options" in filter)) {
    const Picked = filter.kind === "group" ? GroupSelect : ApplicationSelect;
    return <Picked {...shared} value={value} />;
  }
  const known = filter.options.some((option) => option.value === value) ? value : undefined;
  const placeholder = filter.kind === "order" ? { placeholder: filter.otherwise.label } : {};
  return <FilterSelect {...shared} {...placeholder} options={filter.options} value={known} />;
}

interface SelectProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly width?: number;
}

function ApplicationSelect(props: SelectProps) {
  const options = useApplications().map(({ id, displayName }) => ({ value: id, label: displayName }));
  return <FilterSelect {...props} options={options} searchable />;
}
