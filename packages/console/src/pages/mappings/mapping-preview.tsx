import { Alert, Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { type MappingPreview as Preview, mappingPreviewRoutes } from "@rollcall/admin-api/mapping-previews.ts";
import { IconDownload } from "@tabler/icons-react";
import { addressOf } from "../../api/route-call.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Figure, Figures } from "../../components/figures.tsx";
import { isUnfinished, jobLook, JobProgress } from "../../components/job-progress.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { MappingDifferences } from "./mapping-differences.tsx";

interface Props {
  /** Undefined: nothing is looked at. */
  readonly previewId: string | undefined;
  readonly onClose: () => void;
  /** Saves the draft and applies it; undefined where the draft is another one by now. */
  readonly onApply: (() => void) | undefined;
  readonly applying: boolean;
}

/** What a draft does to everybody: how many, whom, and each value before and after. */
export function MappingPreview({ previewId, onClose, onApply, applying }: Props) {
  return (
    <Modal
      opened={previewId !== undefined}
      onClose={onClose}
      title="What this mapping does to everybody"
      size="min(960px, 100%)"
    >
      {previewId !== undefined && (
        <Found previewId={previewId} onClose={onClose} onApply={onApply} applying={applying} />
      )}
    </Modal>
  );
}

function Found({ previewId, onClose, onApply, applying }: Props & { readonly previewId: string }) {
  const { id } = useSourceApplication();
  const params = { sourceApplicationId: id, mappingPreviewId: previewId };
  const found = useAnswer(mappingPreviewRoutes.getMappingPreview, { params }, { every: jobLook });
  if (found.error !== null) return <Refusal error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton height={240} aria-label="Loading" />;
  const { job, counts } = found.data;
  const goesOn = isUnfinished(job);
  const some = counts.users.changed + counts.groups.changed > 0;
  return (
    <Stack gap="md">
      {job.state !== "done" && <JobProgress job={job} noun="people and groups" />}
      <Counts preview={found.data} />
      {!goesOn && !some && <Text size="sm">Nobody gets other values by this mapping.</Text>}
      {!goesOn && some && <MappingDifferences preview={found.data} />}
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          {!goesOn && some && (
            <>
              <Button
                component="a"
                href={addressOf(mappingPreviewRoutes.exportMappingDifferencesAsCsv, { params })}
                download="mapping-preview.csv"
                {...exportButton}
              >
                Export CSV
              </Button>
              <Button
                component="a"
                href={addressOf(mappingPreviewRoutes.exportMappingDifferencesAsJson, { params })}
                download="mapping-preview.ndjson"
                {...exportButton}
              >
                Export JSON
              </Button>
            </>
          )}
        </Group>
        <Group gap="xs">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          {onApply !== undefined && (
            <Button onClick={onApply} loading={applying} disabled={goesOn}>
              Save and apply now
            </Button>
          )}
        </Group>
      </Group>
    </Stack>
  );
}

const exportButton = {
  variant: "default",
  size: "xs",
  leftSection: <IconDownload size={14} stroke={1.5} />,
} as const;

function Counts({ preview: { counts } }: { readonly preview: Preview }) {
  const { users, groups, already, undecided, becomeIncomplete, becomeComplete, departures } = counts;
  const number = (value: number): string => value.toLocaleString("en");
  const hasGroups = groups.changed + groups.unchanged > 0;
  return (
    <>
      <div aria-live="polite">
        <Figures>
          <Figure name="People who change" note={`${number(users.unchanged)} stay as they are`}>
            {number(users.changed)}
          </Figure>
          {hasGroups && (
            <Figure name="Groups that change" note={`${number(groups.unchanged)} stay as they are`}>
              {number(groups.changed)}
            </Figure>
          )}
          <Figure name="Become incomplete" note={`${number(becomeComplete)} become complete`}>
            {number(becomeIncomplete)}
          </Figure>
          <Figure name="No longer enabled" note={departures > 0 ? "the guard may hold some" : undefined}>
            {number(departures)}
          </Figure>
        </Figures>
      </div>
      {already > 0 && (
        <Alert color="gray" variant="light">
          {already === 1 ? "1 of these changes" : `${number(already)} of these change`} by the mapping in force as well:
          it was saved, and not applied to everybody.
        </Alert>
      )}
      {undecided > 0 && (
        <Text size="sm" c="dimmed">
          {undecided === 1 ? "1 resource waits" : `${number(undecided)} resources wait`} for a person to decide whom it
          concerns: a mapping does nothing there.
        </Text>
      )}
    </>
  );
}
