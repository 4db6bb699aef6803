import { Button, Group, Modal, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { type MappingVersion, mappingVersionRoutes } from "@rollcall/admin-api/mapping-versions.ts";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { useMayChange } from "../../api/session.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import classes from "./mapping.module.css";

/** Every saved mapping: who saved it, what it changed, and the way back to it. */
export function MappingVersions() {
  const [opened, setOpened] = useState(false);
  const [restoring, setRestoring] = useState<number>();
  const [naming, setNaming] = useState<MappingVersion>();
  const close = () => {
    setOpened(false);
    setRestoring(undefined);
    setNaming(undefined);
  };
  const title =
    restoring !== undefined
      ? `Restore version ${restoring}`
      : naming !== undefined
        ? `Name version ${naming.version}`
        : "Versions";
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconHistory size={14} stroke={1.5} />}
        onClick={() => setOpened(true)}
      >
        Versions
      </Button>
      <Modal opened={opened} onClose={close} title={title} size="lg">
        {restoring !== undefined ? (
          <Restore version={restoring} onClose={() => setRestoring(undefined)} onRestored={close} />
        ) : naming !== undefined ? (
          <Rename version={naming} onClose={() => setNaming(undefined)} />
        ) : (
          <Versions onRestore={setRestoring} onName={setNaming} />
        )}
      </Modal>
    </>
  );
}

interface VersionsProps {
  readonly onRestore: (version: number) => void;
  readonly onName: (version: MappingVersion) => void;
}

const most = 100;

function Versions({ onRestore, onName }: VersionsProps) {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const versions = useAnswer(mappingVersionRoutes.listMappingVersions, {
    params: { sourceApplicationId: id },
    query: { limit: most },
  });
  if (versions.error !== null) return <Refusal error={versions.error} onRetry={() => void versions.refetch()} />;
  if (versions.data === undefined) return <Skeleton height={120} aria-label="Loading" />;
  return (
    <Stack gap="md">
      {versions.data.items.map((one) => (
        <section key={one.version} aria-label={`Version ${one.version}`} className={classes.version}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <div>
              <Text size="sm" fw={500}>
                {one.name ?? `Version ${one.version}`}
                {one.inForce && <span className={classes.inForce}> in force</span>}
              </Text>
              <Text size="xs" c="dimmed" component="div">
                {one.name === null ? "" : `Version ${one.version} · `}
                {one.savedByName ?? (one.savedBy === null ? "as the application began" : "somebody who is gone")} ·{" "}
                <RelativeTime at={one.savedAt} />
              </Text>
            </div>
            {mayChange && (
              <Group gap="xs" wrap="nowrap">
                <Button
                  variant="subtle"
                  size="compact-xs"
                  aria-label={`Name version ${one.version}`}
                  onClick={() => onName(one)}
                >
                  Name
                </Button>
                {!one.inForce && (
                  <Button
                    variant="default"
                    size="compact-xs"
                    aria-label={`Restore version ${one.version}`}
                    onClick={() => onRestore(one.version)}
                  >
                    Restore
                  </Button>
                )}
              </Group>
            )}
          </Group>
          {one.changes.map((sentence) => (
            <Text size="sm" key={sentence} className={classes.versionChange}>
              {sentence}
            </Text>
          ))}
        </section>
      ))}
      {versions.data.more && (
        <Text size="xs" c="dimmed">
          The {most} latest are shown; the admin API lists all.
        </Text>
      )}
    </Stack>
  );
}

interface RestoreProps {
  readonly version: number;
  readonly onClose: () => void;
  readonly onRestored: () => void;
}

function Restore({ version, onClose, onRestored }: RestoreProps) {
  const { id } = useSourceApplication();
  const params = { sourceApplicationId: id, mappingVersion: String(version) };
  const found = useAnswer(mappingVersionRoutes.getMappingVersion, { params });
  const restore = useChange(mappingVersionRoutes.restoreMappingVersion, {
    stale: ["mapping", "attribute-paths", "received-attributes"],
    onDone: onRestored,
  });
  if (found.error !== null) return <Refusal error={found.error} />;
  if (found.data === undefined) return <Skeleton height={80} aria-label="Loading" />;
  const { restoring } = found.data;
  return (
    <AskForm verb="Restore" change={restore} onClose={onClose} onSubmit={() => restore.mutate({ params })}>
      {restoring.length === 0 ? (
        <Text size="sm">It says what the mapping in force says: nothing changes.</Text>
      ) : (
        restoring.map((sentence) => (
          <Text size="sm" key={sentence}>
            {sentence}
          </Text>
        ))
      )}
      <Text size="xs" c="dimmed">
        It is saved again as the next version, and takes effect on each user and group at the source’s next write.
      </Text>
    </AskForm>
  );
}

function Rename({ version, onClose }: { readonly version: MappingVersion; readonly onClose: () => void }) {
  const { id } = useSourceApplication();
  const [name, setName] = useState(version.name ?? "");
  const change = useChange(mappingVersionRoutes.nameMappingVersion, { stale: ["versions"], onDone: onClose });
  return (
    <AskForm
      verb="Save name"
      change={change}
      onClose={onClose}
      onSubmit={() =>
        change.mutate({
          params: { sourceApplicationId: id, mappingVersion: String(version.version) },
          body: { name: name.trim() === "" ? null : name.trim() },
        })
      }
    >
      <TextInput
        label="Name"
        description="Empty takes it away."
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
    </AskForm>
  );
}
