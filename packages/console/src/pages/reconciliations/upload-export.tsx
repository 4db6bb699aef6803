import { Button, FileButton, Group, Loader, Stack, Text } from "@mantine/core";
import { type ExportColumns, exportBeginning, reconciliationRoutes } from "@rollcall/admin-api/reconciliations.ts";
import { IconFileUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { FileDrop } from "../../components/file-drop.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { type Choice, choiceOf, ColumnChoice, queryOfChoice } from "./column-choice.tsx";

/** Takes a file, says how it will be read, and begins to compare it. */
export function UploadExport({ onBegun }: { readonly onBegun: (reconciliationId: string) => void }) {
  const { id, displayName } = useSourceApplication();
  const params = { sourceApplicationId: id };
  const [file, setFile] = useState<File>();
  const [choice, setChoice] = useState<Choice>();
  const upload = useRef<AbortController>(undefined);
  const look = useChange(reconciliationRoutes.readExportColumns, { stale: [] });
  const send = useChange(reconciliationRoutes.createReconciliation, { stale: ["reconciliations", "jobs"] });
  const open = (chosen: File | null) => {
    if (chosen === null) return;
    send.reset();
    setFile(chosen);
    setChoice(undefined);
    look.mutate(
      { params, body: chosen.slice(0, exportBeginning) },
      { onSuccess: (columns: ExportColumns) => setChoice(choiceOf(columns)) },
    );
  };
  const compare = () => {
    if (file === undefined || choice === undefined) return;
    upload.current = new AbortController();
    const query = { fileName: file.name.slice(0, 200), ...queryOfChoice(choice) };
    const { signal } = upload.current;
    send.mutate({ params, query, body: file, signal }, { onSuccess: (begun) => onBegun(begun.id) });
  };
  const ready = choice !== undefined && choice.keyColumn !== null && choice.keyAttribute !== null;
  const aborted = send.error?.name === "AbortError";
  return (
    <Card
      title="Compare an export"
      lead={`The list of people that ${displayName} itself exports: CSV or JSON of Okta, Microsoft Entra ID, or anything else with a column to find people by.`}
    >
      <Stack gap="sm">
        <FileDrop onFile={(dropped) => !send.isPending && open(dropped)}>
          <IconFileUpload size={20} stroke={1.5} aria-hidden="true" />
          <span dir="auto">{file === undefined ? "Drop a file here, or" : `${file.name}, ${inWords(file.size)}`}</span>
          <FileButton accept=".csv,.json,.txt,text/csv,application/json" onChange={open} disabled={send.isPending}>
            {(props) => (
              <Button {...props} variant={file === undefined ? "filled" : "default"}>
                {file === undefined ? "Choose file" : "Choose another"}
              </Button>
            )}
          </FileButton>
        </FileDrop>
        {look.isPending && (
          <Text size="sm" role="status">
            Looking at its columns…
          </Text>
        )}
        <Refusal error={look.error} />
        {look.data !== undefined && choice !== undefined && (
          <ColumnChoice columns={look.data} choice={choice} onChange={setChoice} disabled={send.isPending} />
        )}
        {!aborted && <Refusal error={send.error} />}
        {file !== undefined && !look.isError && (
          <Group gap="sm">
            {send.isPending ? (
              <>
                <Loader size="xs" aria-hidden="true" />
                <Text size="sm" role="status">
                  Uploading {inWords(file.size)}…
                </Text>
                <Button variant="default" size="compact-sm" onClick={() => upload.current?.abort()}>
                  Cancel
                </Button>
              </>
            ) : (
              <Button disabled={!ready} onClick={compare}>
                Compare
              </Button>
            )}
          </Group>
        )}
        <Text size="xs" c="dimmed">
          In UTF-8, up to 1,000,000 people and 512 MB. The file is not kept; what is found is, for seven days.
        </Text>
      </Stack>
    </Card>
  );
}

function inWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000).toLocaleString("en")} kB`;
  return `${(bytes / 1_000_000).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
