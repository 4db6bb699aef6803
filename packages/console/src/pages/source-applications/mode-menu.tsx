import { Button, Menu, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type Mode, type SourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { IconChevronDown } from "@tabler/icons-react";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { modes, wordsOf } from "./modes.ts";

/** The application's mode, and the three others with what each means for the source. */
export function ModeMenu({ application }: { readonly application: SourceApplication }) {
  const mayChange = useMayChange();
  const change = useChange(sourceApplicationRoutes.changeSourceApplication, {
    stale: ["source-applications", "overview"],
  });
  const choose = (mode: Mode) => {
    if (mode === application.mode) return;
    const params = { sourceApplicationId: application.id };
    change.mutate(
      { params, body: { mode } },
      {
        onError: (error) => {
          notifications.show({ color: "red", title: "The mode stays as it was", message: error.message });
        },
      },
    );
  };
  const present = wordsOf(application.mode);
  if (!mayChange) return null;
  return (
    <Menu width={380} position="bottom-end">
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} />} loading={change.isPending}>
          Mode: {present.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={application.mode} onChange={(chosen) => choose(wordsOf(chosen as Mode).mode)}>
          {modes.map(({ mode, label, verb, means }) => (
            <Menu.RadioItem key={mode} value={mode} closeMenuOnClick>
              <Text size="sm" fw={600}>
                {mode === application.mode ? label : verb}
              </Text>
              <Text size="xs" c="dimmed">
                {means}
              </Text>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
