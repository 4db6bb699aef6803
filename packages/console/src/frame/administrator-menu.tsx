import { Menu, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconHelp, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMe, useSignOut } from "../api/session.ts";
import { ThemeChoice } from "../components/theme-choice.tsx";
import classes from "./administrator-menu.module.css";

/** Who is signed in, and what is theirs: theme, sign-in, sign out. */
export function AdministratorMenu({ compact }: { readonly compact: boolean }) {
  const me = useMe();
  const signOut = useSignOut();
  return (
    <Menu width={232} position="top-start">
      <Menu.Target>
        <UnstyledButton className={classes.who}>
          <IconUserCircle size={20} stroke={1.5} aria-hidden="true" />
          {compact ? (
            <VisuallyHidden>{me.name}</VisuallyHidden>
          ) : (
            <span className={classes.words}>
              <span className={classes.name}>{me.name}</span>
              <span className={classes.role}>{me.role}</span>
            </span>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email}</Menu.Label>
        <ThemeChoice fullWidth />
        <Menu.Item component={Link} to="/your-sign-in" leftSection={<IconUserCircle size={14} stroke={1.5} />}>
          Your sign-in
        </Menu.Item>
        <Menu.Item
          component="a"
          href="/api/v1/openapi.json"
          target="_blank"
          leftSection={<IconHelp size={14} stroke={1.5} />}
        >
          API description
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={14} stroke={1.5} />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
