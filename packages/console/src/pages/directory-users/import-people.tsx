import { Button, FileButton, Group, Modal, Stack, Text } from "@mantine/core";
import { ApiError } from "@rollcall/admin-api/api-error.ts";
import { directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { IconFileTypeCsv } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { Refusal } from "../../components/refusal.tsx";
import { FileDrop } from "../../components/file-drop.tsx";
import { ImportPreview } from "./import-preview.tsx";
import { ImportProblems } from "./import-problems.tsx";
import classes from "./import-people.module.css";
import { readTable } from "./read-table.ts";

const shownRows = 5;
const maxLines = 10_000;

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Imports people from CSV: shows what is in the file first, then imports all of it or says what is wrong, by line. */
export function ImportPeople({ opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Import people" size="xl">
      <ImportForm onClose={onClose} />
    </Modal>
  );
}

function ImportForm({ onClose }: { readonly onClose: () => void }) {
  const { id } = useOrganization();
  const [file, setFile] = useState<{ readonly name: string; readonly text: string }>();
  const known = useAnswer(directoryAttributeRoutes.listDirectoryAttributes, { params: { organizationId: id } });
  const send = useChange(directoryUserRoutes.importDirectoryUsers, { stale: ["directory-users", "overview"] });
  const table = useMemo(() => (file === undefined ? undefined : readTable(file.text, shownRows)), [file]);
  const labels = new Map((known.data?.users ?? []).map(({ name, label }) => [name, label]));
  const unknown =
    table === undefined || known.data === undefined ? [] : table.header.filter((name) => !labels.has(name));
  const open = async (chosen: File | null) => {
    if (chosen === null) return;
    send.reset();
    setFile({ name: chosen.name, text: await chosen.text() });
  };
  if (send.data !== undefined) {
    return (
      <Stack gap="sm">
        <Text role="status">
          {send.data.created.toLocaleString()} {send.data.created === 1 ? "person was" : "people were"} added.
        </Text>
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            Close
          </Button>
        </Group>
      </Stack>
    );
  }
  const tooLong = table !== undefined && table.lines > maxLines;
  const problems = send.error instanceof ApiError ? send.error.problems : [];
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        The first line names directory attributes, each further line is one person: all of them are added, or none.{" "}
        <a
          href="data:text/csv;charset=utf-8,userName%2Cemail%2CgivenName%2CfamilyName%2CdisplayName%2Cactive%0D%0A"
          download="people-to-fill-in.csv"
        >
          Download an empty file
        </a>
      </Text>
      <FileDrop onFile={(dropped) => void open(dropped)}>
        <IconFileTypeCsv size={20} stroke={1.5} aria-hidden="true" />
        <span>{file === undefined ? "Drop a CSV file here, or" : file.name}</span>
        <FileButton accept=".csv,text/csv" onChange={(chosen) => void open(chosen)}>
          {(props) => (
            <Button {...props} variant="default" data-autofocus>
              {file === undefined ? "Choose file" : "Choose another"}
            </Button>
          )}
        </FileButton>
      </FileDrop>
      {table !== undefined && <ImportPreview table={table} labels={labels} />}
      {unknown.length > 0 && (
        <Text size="sm" role="alert" className={classes.wrong}>
          No attribute is called {unknown.map((name) => `“${name}”`).join(", ")}. Rename or remove{" "}
          {unknown.length === 1 ? "this column" : "these columns"}, or create the attribute in Settings › Attributes.
        </Text>
      )}
      {tooLong && (
        <Text size="sm" role="alert" className={classes.wrong}>
          The file has {table.lines.toLocaleString()} people and one import takes at most {maxLines.toLocaleString()}:
          split it.
        </Text>
      )}
      {problems.length > 0 ? (
        <ImportProblems problems={problems} detail={send.error?.message ?? ""} />
      ) : (
        <Refusal error={send.error ?? known.error} />
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          loading={send.isPending}
          disabled={table === undefined || table.lines === 0 || unknown.length > 0 || tooLong}
          onClick={() => file !== undefined && send.mutate({ params: { organizationId: id }, body: file.text })}
        >
          {table === undefined || table.lines === 0
            ? "Import"
            : `Import ${table.lines.toLocaleString()} ${table.lines === 1 ? "person" : "people"}`}
        </Button>
      </Group>
    </Stack>
  );
}
