import { ActionIcon, Drawer, Tooltip } from "@mantine/core";
import { useDisclosure, useHotkeys, useLocalStorage } from "@mantine/hooks";
import { IconLayoutSidebar, IconMenu2 } from "@tabler/icons-react";
import { Outlet, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { LiveProvider } from "../api/live.tsx";
import { useOrganization } from "../api/organization.ts";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import classes from "./frame.module.css";
import { LiveIndicator } from "./live-indicator.tsx";
import { Notice } from "./notice.tsx";
import { Palette, PaletteButton } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import { usePlaceKeys } from "./place-keys.ts";

/** What stands around every page of an organization: rail, breadcrumbs, search. */
export function Frame() {
  const [compact, setCompact] = useLocalStorage({ key: "rollcall-rail-compact", defaultValue: false });
  const [drawer, { open, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  usePlaceKeys();
  useHotkeys([["[", () => setCompact((before) => !before)]]);
  const { id } = useOrganization();
  return (
    <LiveProvider organizationId={id}>
      <div className={compact ? `${classes.frame} ${classes.compact}` : classes.frame}>
        <a href="#content" className={classes.skip}>
          Skip to content
        </a>
        <aside className={classes.rail} aria-label="Navigation">
          <Rail compact={compact} />
        </aside>
        <Drawer.Root opened={drawer} onClose={close} size={264} padding={0}>
          <Drawer.Overlay />
          <Drawer.Content aria-label="Navigation">
            <Drawer.Body h="100%">
              <Rail compact={false} />
            </Drawer.Body>
          </Drawer.Content>
        </Drawer.Root>
        <div className={classes.main}>
          <header className={classes.bar}>
            <ActionIcon className={classes.burger} onClick={open} aria-label="Open navigation">
              <IconMenu2 size={18} stroke={1.5} />
            </ActionIcon>
            <Tooltip label={compact ? "Wider navigation  [" : "Narrower navigation  ["}>
              <ActionIcon
                className={classes.collapse}
                onClick={() => setCompact((before) => !before)}
                aria-label={compact ? "Wider navigation" : "Narrower navigation"}
              >
                <IconLayoutSidebar size={16} stroke={1.5} />
              </ActionIcon>
            </Tooltip>
            <Breadcrumbs />
            <PaletteButton />
            <LiveIndicator />
          </header>
          <Notice />
          <main id="content" tabIndex={-1} className={classes.content}>
            <Outlet />
          </main>
        </div>
        <Palette />
      </div>
    </LiveProvider>
  );
}
