import { Kbd, UnstyledButton } from "@mantine/core";
import { Spotlight, spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconPlus, IconSearch, IconUserCircle } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../api/organization.ts";
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

/** Everything that can be gone to by typing: pages and actions. */
export function Palette() {
  const { slug } = useOrganization();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
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
        placeholder: "Search pages and actions…",
        "aria-label": "Search",
      }}
      scrollable
      maxHeight={420}
      clearQueryOnClose
      overlayProps={{ backgroundOpacity: 0.25, blur: 0 }}
      transitionProps={{ duration: 80 }}
    />
  );
}
