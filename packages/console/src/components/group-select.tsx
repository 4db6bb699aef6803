import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import { useState } from "react";
import { useOrganization } from "../api/organization.ts";
import { useAnswer } from "../api/use-answer.ts";
import { clearButton, ownDirection } from "./select-props.ts";

/** So many are offered: whoever wants another types on. */
const offered = 20;
const restMilliseconds = 150;

interface Props {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly width?: number;
}

/** Picks one of any number of groups, found as somebody types; empty, it narrows by nothing. */
export function GroupSelect({ label, value, onChange, width = 180 }: Props) {
  const { id: organizationId } = useOrganization();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState("");
  const [rested] = useDebouncedValue(typed, restMilliseconds);
  const chosen = useAnswer(
    directoryGroupRoutes.getDirectoryGroup,
    { params: { organizationId, directoryGroupId: value ?? "" } },
    { enabled: value !== undefined },
  );
  const chosenName = chosen.data?.displayName ?? (chosen.isError ? "A group that is not there" : "…");
  // The name of the one that is chosen stands in the field: then all are offered.
  const search = rested === chosenName ? "" : rested.trim();
  const found = useAnswer(
    directoryGroupRoutes.listDirectoryGroups,
    {
      params: { organizationId },
      query: { sort: "name", limit: offered, ...(search === "" ? {} : { search }) },
    },
    { enabled: opened, keepPrevious: true },
  );
  const options = (found.data?.items ?? []).map(({ id, displayName }) => ({ value: id, label: displayName ?? id }));
  const known = value === undefined || options.some((option) => option.value === value);
  return (
    <Select
      aria-label={label}
      placeholder={label}
      data={known ? options : [{ value, label: chosenName }, ...options]}
      // The server has looked already, in all groups.
      filter={({ options: all }) => (known ? all : all.filter((one) => !("value" in one) || one.value !== value))}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      searchValue={typed}
      onSearchChange={setTyped}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      renderOption={({ option }) => <span dir="auto">{option.label}</span>}
      clearable
      clearButtonProps={clearButton(label)}
      searchable
      nothingFoundMessage={found.isPending ? "Looking…" : "No group has such a name"}
      size="xs"
      w={width}
      {...ownDirection}
      comboboxProps={{ shadow: "md", width: 280, position: "bottom-start", transitionProps: { duration: 80 } }}
    />
  );
}
