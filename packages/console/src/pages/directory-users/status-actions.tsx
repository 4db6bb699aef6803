import { ActionIcon, Button, Menu } from "@mantine/core";
import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";
import { IconDots, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { ChangeSafeguard } from "./change-safeguard.tsx";
import { ChangeStatus } from "./change-status.tsx";
import type { Safeguard } from "./safeguards.ts";
import type { StatusVerb } from "./undo-status.ts";

const offered: Readonly<Record<DirectoryUserDetails["status"], StatusVerb>> = {
  enabled: "disable",
  disabled: "enable",
  binned: "restore",
};
const labels: Readonly<Record<StatusVerb, string>> = {
  disable: "Disable",
  enable: "Enable",
  restore: "Restore",
  delete: "Put into the bin",
};

interface Props {
  readonly person: DirectoryUserDetails;
  /** A resource of the owning source is the person. */
  readonly linked: boolean;
}

/** What an administrator can do about a person's status by hand: each asks for the reason. */
export function StatusActions({ person, linked }: Props) {
  const [verb, setVerb] = useState<StatusVerb>();
  const [safeguard, setSafeguard] = useState<Safeguard>();
  const { protection, legalHold } = person.safeguards;
  const mayBin = legalHold === null && !(person.status === "binned" && person.statusFacts.binnedBy === "administrator");
  const first = offered[person.status];
  const byHandAlready = person.status === "disabled" && person.statusFacts.hold === null;
  return (
    <>
      <Button variant={first === "disable" ? "default" : "filled"} onClick={() => setVerb(first)}>
        {labels[first]}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="More about this person">
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {byHandAlready && (
            <Menu.Item onClick={() => setVerb("disable")}>Disable, whatever the source says…</Menu.Item>
          )}
          {protection === null && (
            <Menu.Item onClick={() => setSafeguard("protection")}>Protect from sources…</Menu.Item>
          )}
          {legalHold === null && <Menu.Item onClick={() => setSafeguard("legalHold")}>Place legal hold…</Menu.Item>}
          {mayBin && (
            <Menu.Item color="red" leftSection={<IconTrash size={14} stroke={1.5} />} onClick={() => setVerb("delete")}>
              {person.status === "binned" ? "Keep in the bin, whatever the source says…" : "Put into the bin…"}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ChangeSafeguard person={person} safeguard={safeguard} lifts={false} onClose={() => setSafeguard(undefined)} />
      <ChangeStatus person={person} linked={linked} verb={verb} onClose={() => setVerb(undefined)} />
    </>
  );
}
