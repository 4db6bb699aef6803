import { Divider, Popover, ScrollArea, Text, TextInput, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { IconCheck, IconPlus, IconSelector } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useState } from "react";
import { useOrganization } from "../api/organization.ts";
import { useOverview } from "../api/overview.ts";
import { useMe } from "../api/session.ts";
import { usePages } from "../api/use-answer.ts";
import { Refusal } from "../components/refusal.tsx";
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
  const [opened, { close, toggle }] = useDisclosure(false);
  const { data: shown } = useOverview();
  useHotkeys([["mod+O", toggle]]);
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      width={264}
      position="bottom-start"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton className={classes.current} onClick={toggle}>
          <span className={classes.initial} aria-hidden="true">
            {firstLetter(current.name)}
            <HealthDot
              meaning={shown?.health ?? "off"}
              label={healthInWords(shown?.health, shown?.applications.failing ?? 0)}
              className={classes.health}
            />
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
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label="Organizations">
        <Organizations onChosen={close} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Those that somebody sees, each with its health, by name as it is typed; asked for when they come into sight. */
function Organizations({ onChosen }: { readonly onChosen: () => void }) {
  const current = useOrganization();
  const me = useMe();
  const navigate = useNavigate();
  const [wanted, setWanted] = useState("");
  const list = usePages(organizationRoutes.listOrganizations, {}, { limit: 500 });
  const health = useOrganizationHealth();
  const found = (list.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const [first] = found;
  return (
    <div onKeyDown={moveBetweenChoices}>
      <TextInput
        aria-label="Find an organization"
        placeholder="Find an organization…"
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || first === undefined) return;
          onChosen();
          void navigate({ to: "/o/$slug/overview", params: { slug: first.slug } });
        }}
        data-autofocus
        mb={4}
      />
      <Refusal error={list.error} onRetry={() => void list.refetch()} />
      <ScrollArea.Autosize mah={320}>
        <ul className={classes.choices}>
          {found.map(({ id, slug, name }) => (
            <li key={id}>
              <Link to="/o/$slug/overview" params={{ slug }} className={classes.choice} onClick={onChosen}>
                <HealthDot
                  meaning={health.get(id)?.health ?? "off"}
                  label={healthInWords(health.get(id)?.health, health.get(id)?.failing ?? 0)}
                />
                <span className={classes.choiceName} dir="auto">
                  {name}
                </span>
                {id === current.id && <IconCheck size={14} aria-label="shown now" />}
              </Link>
            </li>
          ))}
        </ul>
        {list.isSuccess && found.length === 0 && (
          <Text size="sm" c="dimmed" p={8}>
            Nothing is called “{wanted.trim()}”
          </Text>
        )}
      </ScrollArea.Autosize>
      {me.role === "owner" && (
        <>
          <Divider my={4} />
          <Link to="/organizations/new" className={classes.choice} onClick={onChosen}>
            <IconPlus size={14} stroke={1.5} aria-hidden="true" />
            New organization
          </Link>
        </>
      )}
    </div>
  );
}

/** Arrows lead from the field to the organizations and from one to the next. */
function moveBetweenChoices(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const choices = [...event.currentTarget.querySelectorAll<HTMLElement>("input, a")];
  const at = choices.indexOf(document.activeElement as HTMLElement);
  choices[at + step]?.focus();
  event.preventDefault();
}
