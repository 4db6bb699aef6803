import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import type { PlayedSource } from "@rollcall/admin-api/played-sources.ts";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { useDisclosure } from "@mantine/hooks";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { Card } from "../../components/card.tsx";
import { LinkButton } from "../../components/link-button.tsx";
import classes from "./apps-page.module.css";
import { DeleteApplication } from "./delete-application.tsx";

interface Props {
  readonly played: PlayedSource;
  /** Undefined until the list has it. */
  readonly application: SourceApplication | undefined;
}

/** How far the source of made-up people is; afterwards, where they are and how they go again. */
export function PlayedSourceCard({ played, application }: Props) {
  const { slug } = useOrganization();
  const mayChange = useMayChange();
  const [deleting, { open, close }] = useDisclosure(false);
  const playing = played.state === "playing";
  return (
    <div className={classes.played}>
      <Card
        title="Made-up people"
        lead="Played by Rollcall itself, over HTTP, as a source would. Nobody of them exists."
        actions={
          !playing && (
            <Group gap="xs" wrap="nowrap">
              {application !== undefined && played.state === "done" && (
                <LinkButton
                  variant="default"
                  size="compact-sm"
                  to="/o/$slug/directory/users"
                  params={{ slug }}
                  search={{ source: application.id }}
                >
                  See them
                </LinkButton>
              )}
              {application !== undefined && mayChange && (
                <Button variant="default" size="compact-sm" onClick={open}>
                  Remove…
                </Button>
              )}
            </Group>
          )
        }
      >
        <Stack gap={6}>
          {playing && (
            <Progress.Root size="sm">
              <Progress.Section value={played.percent} aria-label="How much is played" />
            </Progress.Root>
          )}
          <Text size="sm" role="status">
            {sentenceOf(played, application)}
          </Text>
        </Stack>
      </Card>
      {application !== undefined && (
        <DeleteApplication application={application} opened={deleting} onClose={close} suggestion="bin" />
      )}
    </div>
  );
}

function sentenceOf(
  { state, title, percent, requests, refused, problem }: PlayedSource,
  application: SourceApplication | undefined,
): string {
  const sent = `${requests.toLocaleString("en")} requests`;
  if (state === "playing") return `${title}: ${percent} % played, ${sent}.`;
  if (state === "failed") return `It ended early. ${problem ?? ""} Remove it to play another.`;
  const here = application && `${application.users.toLocaleString("en")} people and ${application.groups} groups`;
  const not = refused === 0 ? "none refused" : `${refused} refused`;
  return `${here ?? "Everything"} arrived with ${sent}, ${not}. Some changed, some left: Activity has it all, and what the guard kept back waits under Held.`;
}
