import { Menu, ScrollArea, TextInput, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useOrganization } from "../api/organization.ts";
import { useMe } from "../api/session.ts";
import { usePages } from "../api/use-answer.ts";
import { HealthDot } from "./health-dot.tsx";
import { healthInWords, useOrganizationHealth } from "./organization-health.ts";
import classes from "./organization-switcher.module.css";

/** The first letter as people see it, whatever it is made of. */
function firstLetter(name: string): string {
  const [first] = new Intl.Segmenter().segment(name);
  return first?.segment.toUpperCase() ?? "";
}

/** Which organization is shown, with its health, and the way to another. */
export function OrganizationSwitcher({ compact }: { readonly compact: boolean }) {
  const current = useOrganization();
  const me = useMe();
  const navigate = useNavigate();
  const [opened, { open, close, toggle }] = useDisclosure(false);
  const [wanted, setWanted] = useState("");
  useHotkeys([["mod+O", toggle]]);
  const list = usePages(organizationRoutes.listOrganizations, {}, { limit: 500, enabled: opened });
  const health = useOrganizationHealth();
  const dotOf = (organizationId: string, className?: string) => (
    <HealthDot
      meaning={health.get(organizationId)?.health ?? "off"}
      label={healthInWords(health.get(organizationId))}
      className={className}
    />
  );
  const found = (list.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <Menu opened={opened} onOpen={open} onClose={close} width={264} position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.current}>
          <span className={classes.initial} aria-hidden="true">
            {firstLetter(current.name)}
            {dotOf(current.id, classes.health)}
          </span>
          {compact ? (
            <VisuallyHidden>{current.name}</VisuallyHidden>
          ) : (
            <>
              <span className={classes.name} dir="auto">
                {current.name}
              </span>
              <IconSelector size={14} stroke={1.5} aria-hidden="true" />
            </>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <TextInput
          aria-label="Find an organization"
          placeholder="Find an organization…"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          data-autofocus
          mb={4}
        />
        <ScrollArea.Autosize mah={320}>
          {found.map(({ id, slug, name }) => (
            <Menu.Item
              key={id}
              onClick={() => void navigate({ to: "/o/$slug/overview", params: { slug } })}
              leftSection={dotOf(id)}
              rightSection={id === current.id ? <IconCheck size={14} /> : undefined}
            >
              {name}
            </Menu.Item>
          ))}
        </ScrollArea.Autosize>
        {me.role === "owner" && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconPlus size={14} stroke={1.5} />}
              onClick={() => void navigate({ to: "/organizations/new" })}
            >
              New organization
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
