import { Kbd, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { organizationSearchRoutes } from "@rollcall/admin-api/organization-search.ts";
import { IconApps, IconPlus, IconSearch, IconUser, IconUserCircle, IconUsersGroup } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../api/organization.ts";
import { useAnswer } from "../api/use-answer.ts";
import classes from "./palette.module.css";
import { places } from "./places.ts";

/** Opens the palette, and says how to do so by keys. */
export function PaletteButton() {
  return (
    <UnstyledButton className={classes.button} onClick={spotlight.open}>
      <IconSearch size={14} stroke={1.5} aria-hidden="true" />
      <span className={classes.words}>Search or go to…</span>
      <Kbd size="xs" aria-hidden="true">
        {/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘K" : "Ctrl K"}
      </Kbd>
    </UnstyledButton>
  );
}

/** Everything that can be gone to by typing: pages, actions, applications, people and groups. */
export function Palette() {
  const { slug } = useOrganization();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const found = useFound(typed);
  const matches = (label: string) => label.toLowerCase().includes(typed.trim().toLowerCase());
  const actions: SpotlightActionGroupData[] = [
    {
      group: "Pages",
      actions: places
        .filter(({ label }) => matches(label))
        .map(({ to, label, icon: PlaceIcon, key }) => ({
          id: to,
          label,
          leftSection: <PlaceIcon size={16} stroke={1.5} />,
          rightSection: <Kbd size="xs">g {key}</Kbd>,
          onClick: () => void navigate({ to, params: { slug } }),
        })),
    },
    {
      group: "Actions",
      actions: [
        {
          id: "add-application",
          label: "Add application",
          leftSection: <IconPlus size={16} stroke={1.5} />,
          onClick: () => void navigate({ to: "/o/$slug/apps/new", params: { slug } }),
        },
        {
          id: "your-sign-in",
          label: "Your sign-in",
          leftSection: <IconUserCircle size={16} stroke={1.5} />,
          onClick: () => void navigate({ to: "/your-sign-in" }),
        },
      ].filter(({ label }) => matches(label)),
    },
    ...found,
  ];
  return (
    <Spotlight
      actions={actions.filter((group) => group.actions.length > 0)}
      filter={(_typed, all) => all}
      query={typed}
      onQueryChange={setTyped}
      shortcut={["mod + K", "/"]}
      nothingFound={typed.trim() === "" ? "Nothing here" : `Nothing is called “${typed.trim()}”`}
      searchProps={{
        leftSection: <IconSearch size={16} stroke={1.5} />,
        placeholder: "Search people, groups, applications, pages…",
        "aria-label": "Search",
      }}
      scrollable
      maxHeight={420}
      clearQueryOnClose
      overlayProps={{ backgroundOpacity: 0.25, blur: 0 }}
      // Rows come and go below the words: what is typed stays where it is.
      centered={false}
      yOffset="14vh"
      classNames={{ content: classes.window ?? "", actionsGroup: classes.group ?? "" }}
      transitionProps={{ duration: 0 }}
    />
  );
}

/** What the server finds for the words, a moment after the last key. */
function useFound(typed: string): SpotlightActionGroupData[] {
  const { id, slug } = useOrganization();
  const navigate = useNavigate();
  const [words] = useDebouncedValue(typed.trim(), 120);
  const answer = useAnswer(
    organizationSearchRoutes.searchOrganization,
    { params: { organizationId: id }, query: { q: words } },
    { enabled: words.length > 0, keepPrevious: true },
  );
  if (words === "" || answer.data === undefined) return [];
  const { applications, people, groups } = answer.data;
  return [
    {
      group: "Applications",
      actions: applications.map((one) => ({
        id: one.id,
        label: one.displayName,
        leftSection: <IconApps size={16} stroke={1.5} />,
        onClick: () => void navigate({ to: "/o/$slug/apps/$applicationId", params: { slug, applicationId: one.id } }),
      })),
    },
    {
      group: "People",
      actions: people.map((one) => ({
        id: one.id,
        label: one.displayName ?? one.userName ?? "Without a name",
        ...(one.email === null ? {} : { description: one.email }),
        leftSection: <IconUser size={16} stroke={1.5} />,
        onClick: () =>
          void navigate({ to: "/o/$slug/directory/users/$directoryUserId", params: { slug, directoryUserId: one.id } }),
      })),
    },
    {
      group: "Groups",
      actions: groups.map((one) => ({
        id: one.id,
        label: one.displayName ?? "Without a name",
        leftSection: <IconUsersGroup size={16} stroke={1.5} />,
        onClick: () =>
          void navigate({
            to: "/o/$slug/directory/groups/$directoryGroupId",
            params: { slug, directoryGroupId: one.id },
          }),
      })),
    },
  ];
}
