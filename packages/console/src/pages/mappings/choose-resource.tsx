import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { ownDirection } from "../../components/select-props.ts";
import type { SectionName } from "./mapping-draft.ts";

/** So many are offered: whoever wants another types on. */
const offered = 20;
const restMilliseconds = 150;

interface Props {
  readonly section: SectionName;
  readonly value: string | undefined;
  readonly problem: string | undefined;
  readonly onChange: (directoryId: string) => void;
}

/** Picks one of the people or groups whom this source writes, found as somebody types. */
export function ChooseResource({ section, value, problem, onChange }: Props) {
  const { id: organizationId } = useOrganization();
  const { id: sourceApplicationId } = useSourceApplication();
  const [typed, setTyped] = useState("");
  const [rested] = useDebouncedValue(typed, restMilliseconds);
  const [chosen, setChosen] = useState<{ readonly value: string; readonly label: string }>();
  // The name of the one that is chosen stands in the field: then all are offered.
  const search = rested === chosen?.label ? "" : rested.trim();
  const query = { sourceApplicationId, sort: "name", limit: offered, ...(search === "" ? {} : { search }) } as const;
  const input = { params: { organizationId }, query };
  const isUsers = section === "users";
  const users = useAnswer(directoryUserRoutes.listDirectoryUsers, input, { enabled: isUsers, keepPrevious: true });
  const groups = useAnswer(directoryGroupRoutes.listDirectoryGroups, input, { enabled: !isUsers, keepPrevious: true });
  const options = isUsers
    ? (users.data?.items ?? []).map((one) => ({ value: one.id, label: nameOf(one) }))
    : (groups.data?.items ?? []).map(({ id, displayName }) => ({ value: id, label: displayName ?? id }));
  const known = chosen === undefined || value === undefined || options.some((option) => option.value === value);
  const label = isUsers ? "User to show values for" : "Group to show values for";
  return (
    <Select
      aria-label={label}
      placeholder={isUsers ? "Search a user" : "Search a group"}
      data={known ? options : [chosen, ...options]}
      // The server has looked already, in all of them.
      filter={({ options: all }) => (known ? all : all.filter((one) => !("value" in one) || one.value !== value))}
      value={value ?? null}
      onChange={(_, option) => {
        if (option === null) return;
        setChosen({ value: option.value, label: option.label });
        onChange(option.value);
      }}
      searchValue={typed}
      onSearchChange={setTyped}
      renderOption={({ option }) => <span dir="auto">{option.label}</span>}
      searchable
      allowDeselect={false}
      nothingFoundMessage={(isUsers ? users : groups).isPending ? "Looking…" : "Nobody of this source has such a name"}
      error={problem}
      size="xs"
      w={280}
      maw="100%"
      {...ownDirection}
    />
  );
}

function nameOf(user: {
  readonly id: string;
  readonly displayName: string | null;
  readonly userName: string | null;
}): string {
  const { id, displayName, userName } = user;
  return displayName === null || userName === null ? (displayName ?? userName ?? id) : `${displayName} · ${userName}`;
}
