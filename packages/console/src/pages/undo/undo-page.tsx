import { Button, Modal, Stack, Text, Textarea } from "@mantine/core";
import { undoRoutes } from "@rollcall/admin-api/undo.ts";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useMayChange } from "../../api/session.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useChange } from "../../api/use-change.ts";
import { useJob } from "../../api/use-job.ts";
import { ApiCall } from "../../components/api-call.tsx";
import { AskForm } from "../../components/ask-form.tsx";
import { Card } from "../../components/card.tsx";
import { isUnfinished, jobLook, JobProgress } from "../../components/job-progress.tsx";
import { LoadingCard } from "../../components/loading-card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { ReversalList } from "./reversal-list.tsx";
import { resultOf, UndoResult } from "./undo-result.tsx";
import { type Window, WindowForm } from "./window-form.tsx";

/** Undo: what did this source do to the directory, and how is it taken back? */
export function UndoPage() {
  const { id } = useSourceApplication();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/apps/$applicationId/undo" });
  const navigate = useNavigate({ from: "/o/$slug/apps/$applicationId/undo" });
  const { from, until, preview, undo } = search;
  const window = from === undefined || until === undefined ? undefined : { from, until };
  if (undo !== undefined) return <Undone jobId={undo} onAgain={() => void navigate({ search: {} })} />;
  return (
    <Stack gap="md">
      <WindowForm
        again={preview !== undefined}
        onPreview={(chosen, jobId) => void navigate({ search: { ...chosen, preview: jobId } })}
      />
      {preview !== undefined && window !== undefined && (
        <Preview
          key={preview}
          jobId={preview}
          window={window}
          onUndo={(jobId) => void navigate({ search: { ...window, undo: jobId } })}
        />
      )}
      {preview === undefined && (
        <Text size="sm" c="dimmed">
          Values, statuses, memberships and groups get back what they were. The source still says what it said, so they
          stand until it says something else.
        </Text>
      )}
      <div>
        <ApiCall
          calls={[
            { route: undoRoutes.previewUndo, params: { sourceApplicationId: id }, body: window ?? exampleWindow },
            {
              route: undoRoutes.undo,
              params: { sourceApplicationId: id },
              body: { ...(window ?? exampleWindow), reason: "a bad sync" },
            },
          ]}
        />
      </div>
    </Stack>
  );
}

const exampleWindow = { from: "2026-01-31T08:00:00Z", until: "2026-01-31T09:00:00Z" };

interface PreviewProps {
  readonly jobId: string;
  readonly window: Window;
  readonly onUndo: (jobId: string) => void;
}

function Preview({ jobId, window, onUndo }: PreviewProps) {
  const mayChange = useMayChange();
  const [asked, setAsked] = useState(false);
  const job = useJob(jobId, jobLook);
  if (job.isError) return <Refusal error={job.error} onRetry={() => void job.refetch()} />;
  if (job.data === undefined) return <LoadingCard rows={3} />;
  const { people, groups } = resultOf(job.data);
  const some = people.reversed + groups.reversed > 0;
  return (
    <>
      <Card
        title="What would come back"
        lead={inWords(window)}
        actions={
          mayChange &&
          job.data.state === "done" &&
          some && (
            <Button leftSection={<IconArrowBackUp size={16} stroke={1.5} />} onClick={() => setAsked(true)}>
              Undo
            </Button>
          )
        }
      >
        {job.data.state === "done" ? (
          <UndoResult job={job.data} />
        ) : (
          <JobProgress job={job.data} noun="events looked through" />
        )}
      </Card>
      {!isUnfinished(job.data) && <ReversalList jobId={jobId} title="Field by field" exportName="undo-preview" />}
      <Modal opened={asked} onClose={() => setAsked(false)} title="Undo">
        <AskForUndo
          window={window}
          people={people.reversed}
          groups={groups.reversed}
          onClose={() => setAsked(false)}
          onUndo={onUndo}
        />
      </Modal>
    </>
  );
}

interface AskProps {
  readonly window: Window;
  readonly people: number;
  readonly groups: number;
  readonly onClose: () => void;
  readonly onUndo: (jobId: string) => void;
}

function AskForUndo({ window, people, groups, onClose, onUndo }: AskProps) {
  const { id } = useSourceApplication();
  const [reason, setReason] = useState("");
  const undo = useChange(undoRoutes.undo, { stale: ["jobs"], onDone: (job) => onUndo(job.id) });
  return (
    <AskForm
      verb="Undo"
      change={undo}
      ready={reason.trim() !== ""}
      onClose={onClose}
      onSubmit={() => undo.mutate({ params: { sourceApplicationId: id }, body: { ...window, reason: reason.trim() } })}
    >
      <Text size="sm">
        {counted(people, "person gets", "people get")} back what they were
        {groups === 0 ? "" : `, and so ${groups === 1 ? "does a group" : `do ${groups.toLocaleString("en")} groups`}`}.
        What has changed by the time that it comes to somebody is decided again.
      </Text>
      <Textarea
        label="Why"
        description="Everybody’s timeline will say it."
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
    </AskForm>
  );
}

/** What an undo did, while it does it and afterwards. */
function Undone({ jobId, onAgain }: { readonly jobId: string; readonly onAgain: () => void }) {
  const job = useJob(jobId, jobLook);
  if (job.isError) return <Refusal error={job.error} onRetry={() => void job.refetch()} />;
  if (job.data === undefined) return <LoadingCard rows={3} />;
  const ended = !isUnfinished(job.data);
  return (
    <Stack gap="md">
      <Card
        title={job.data.state === "done" ? "What came back" : "Undo"}
        lead={
          job.data.state === "done" ? "These stand until the source says something else than it said then." : undefined
        }
        actions={
          ended && (
            <Button variant="default" onClick={onAgain}>
              Another time
            </Button>
          )
        }
      >
        {job.data.state === "done" ? (
          <UndoResult job={job.data} />
        ) : (
          <JobProgress job={job.data} noun="events looked through" />
        )}
      </Card>
      {ended && <ReversalList jobId={jobId} title="Field by field" exportName="undo" />}
    </Stack>
  );
}

function inWords({ from, until }: Window): string {
  const write = (instant: string) =>
    new Date(instant).toLocaleString("en", { dateStyle: "medium", timeStyle: "medium", hour12: false });
  return `Of all that happened from ${write(from)} until ${write(until)}. Nothing is changed yet.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
