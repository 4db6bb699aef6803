import { ActionIcon, Drawer, Group, Menu, Skeleton, Stack, Text } from "@mantine/core";
import type { DirectoryUserDetails, DirectoryUserLink } from "@rollcall/admin-api/directory-users.ts";
import { linkRoutes } from "@rollcall/admin-api/links.ts";
import type { StatusRule } from "@rollcall/admin-api/status-rules.ts";
import { IconDots } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useApplicationsById } from "../../api/application-names.ts";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { JsonBlock } from "../../components/code-block.tsx";
import { CopyValue } from "../../components/copy-value.tsx";
import { KindMark } from "../../components/kind-mark.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./directory-user.module.css";
import { UnlinkPerson } from "./unlink-person.tsx";

interface Props {
  readonly person: DirectoryUserDetails;
  readonly links: readonly DirectoryUserLink[];
  readonly loading: boolean;
  readonly error: unknown;
}

/** Which resource of which source is this person. */
export function LinksCard({ person, links, loading, error }: Props) {
  return (
    <Card title="Sources" flush>
      <Refusal error={error} />
      {loading && <Skeleton height={40} mx="md" mb="md" w="auto" radius={6} />}
      {!loading && links.length === 0 && (
        <Text size="sm" c="dimmed" className={classes.nothing}>
          No source writes this person: made by hand, or left behind by a source that is gone.
        </Text>
      )}
      <ul className={classes.list}>
        {links.map((link) => (
          <LinkRow
            key={`${link.sourceApplicationId} ${link.scimId}`}
            person={person}
            link={link}
            alone={links.length === 1}
          />
        ))}
      </ul>
    </Card>
  );
}

interface RowProps {
  readonly person: DirectoryUserDetails;
  readonly link: DirectoryUserLink;
  readonly alone: boolean;
}

function LinkRow({ person, link, alone }: RowProps) {
  const { slug } = useOrganization();
  const mayChange = useMayChange();
  const kind = useApplicationsById().get(link.sourceApplicationId)?.kind ?? "";
  const [opened, setOpened] = useState<"resource" | "unlink">();
  const own = useChange(linkRoutes.ownPerson, { stale: ["directory-users"] });
  const params = { sourceApplicationId: link.sourceApplicationId, linkedScimId: link.scimId };
  const linked = link.state === "linked";
  const { rule } = person.statusFacts;
  return (
    <li>
      <KindMark kind={kind} size={24} />
      <div className={classes.grow}>
        <Link
          to="/o/$slug/apps/$applicationId"
          params={{ slug, applicationId: link.sourceApplicationId }}
          className={classes.link}
        >
          {link.sourceApplicationName}
        </Link>
        <Text size="xs" c="dimmed" component="div">
          {stateWords(link, alone, rule)}
          {link.resourceModifiedAt !== null && (
            <>
              {" · "}
              <RelativeTime at={link.resourceModifiedAt} />
            </>
          )}
        </Text>
        <Refusal error={own.error} />
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`What can be done with the resource of ${link.sourceApplicationName}`}>
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpened("resource")}>Show the resource</Menu.Item>
          {mayChange && linked && !link.owning && (
            <Menu.Item onClick={() => own.mutate({ params })}>
              {rule === "owner" ? "Let it drive the status" : "Let it own this person"}
            </Menu.Item>
          )}
          {mayChange && linked && (
            <Menu.Item color="red" onClick={() => setOpened("unlink")}>
              Unlink…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Drawer
        opened={opened === "resource"}
        onClose={() => setOpened(undefined)}
        position="right"
        size="lg"
        title={`The resource as ${link.sourceApplicationName} wrote it`}
      >
        <Stack gap="sm">
          <Group gap="xs">
            <Text size="sm" c="dimmed">
              SCIM id
            </Text>
            <CopyValue value={link.scimId} label="SCIM id" />
          </Group>
          {link.resource === null ? (
            <Text size="sm">The source has deleted this resource.</Text>
          ) : (
            <JsonBlock value={link.resource} label="resource" maxHeight={720} />
          )}
        </Stack>
      </Drawer>
      <UnlinkPerson person={person} link={link} opened={opened === "unlink"} onClose={() => setOpened(undefined)} />
    </li>
  );
}

const waitingWords = {
  disable: "disabling",
  bin: "the bin",
  delete: "the deletion",
  members: "the loss of members",
  leave: "leaving the directory",
};

function stateWords(
  { state, owning, active, held, waits }: DirectoryUserLink,
  alone: boolean,
  rule: StatusRule,
): string {
  if (state === "closed") return "Former source";
  if (state !== "linked") return state === "conflict" ? "Waits for a decision" : state;
  const drives = rule === "owner" ? "Drives the status" : "Owns the person";
  const fills = owning ? (alone ? "Linked" : drives) : "Fills what is empty";
  const counts = !alone && (rule !== "owner" || active === false);
  const role = counts && active !== null ? `${fills} · says ${active ? "active" : "inactive"}` : fills;
  if (waits !== null) {
    const why = waits.because === "protected" ? "the person is protected" : "too many left";
    return `${role} · ${waitingWords[waits.target]} is held: ${why}`;
  }
  return held ? `${role} · directory is behind` : role;
}
