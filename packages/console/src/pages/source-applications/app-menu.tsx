import { ActionIcon, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { type SourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { IconCopy, IconDots, IconPencil, IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { DeleteApplication } from "./delete-application.tsx";

/** What can be done with one application of the table. */
export function AppMenu({ application }: { readonly application: SourceApplication }) {
  const { slug } = useOrganization();
  const mayChange = useMayChange();
  const [deleting, { open, close }] = useDisclosure(false);
  const { id, displayName, mode } = application;
  const change = useChange(sourceApplicationRoutes.changeSourceApplication, {
    onDone: (changed) => {
      notifications.show({
        message: changed.mode === "paused" ? `${displayName} is paused: its changes wait.` : `${displayName} is live.`,
      });
    },
  });
  const setMode = (next: "live" | "paused") =>
    change.mutate(
      { params: { sourceApplicationId: id }, body: { mode: next } },
      { onError: (error) => notifications.show({ color: "red", message: error.message }) },
    );
  const copy = () =>
    void navigator.clipboard
      .writeText(application.scimBaseUrl)
      .then(() => notifications.show({ message: "The SCIM Base URL is in the clipboard." }));
  return (
    // A click in the menu or in what it asks is none on the row.
    <span
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      role="presentation"
    >
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon aria-label={`More for ${displayName}`} loading={change.isPending}>
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component={Link}
            to={`/o/${slug}/apps/${id}/basic-settings`}
            leftSection={<IconPencil size={14} stroke={1.5} />}
          >
            {mayChange ? "Edit" : "Settings"}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={14} stroke={1.5} />} onClick={copy}>
            Copy base URL
          </Menu.Item>
          {mayChange && (
            <>
              {mode === "paused" ? (
                <Menu.Item leftSection={<IconPlayerPlay size={14} stroke={1.5} />} onClick={() => setMode("live")}>
                  Resume
                </Menu.Item>
              ) : (
                <Menu.Item leftSection={<IconPlayerPause size={14} stroke={1.5} />} onClick={() => setMode("paused")}>
                  Pause
                </Menu.Item>
              )}
              <Menu.Divider />
              <Menu.Item color="var(--failing)" leftSection={<IconTrash size={14} stroke={1.5} />} onClick={open}>
                Delete…
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <DeleteApplication application={application} opened={deleting} onClose={close} />
    </span>
  );
}
