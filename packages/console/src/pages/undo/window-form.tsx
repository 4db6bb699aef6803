import { Button, Group, Select, Text, TextInput } from "@mantine/core";
import { undoRoutes } from "@rollcall/admin-api/undo.ts";
import { useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import classes from "./undo.module.css";

/** What an undo takes back: everything between two instants. */
export interface Window {
  readonly from: string;
  readonly until: string;
}

const spans = [
  { value: "15", label: "The last 15 minutes" },
  { value: "60", label: "The last hour" },
  { value: "1440", label: "The last 24 hours" },
  { value: "10080", label: "The last 7 days" },
  { value: "own", label: "From … until …" },
];

interface Props {
  /** A preview is there already: what it leads to comes first. */
  readonly again: boolean;
  readonly onPreview: (window: Window, jobId: string) => void;
}

/** Chooses the window: a span that ends now, or two instants. */
export function WindowForm({ again, onPreview }: Props) {
  const { id, displayName } = useSourceApplication();
  const [span, setSpan] = useState("60");
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const start = useChange(undoRoutes.previewUndo, { stale: ["jobs"] });
  const window = span === "own" ? ownWindow(from, until) : lastMinutes(Number(span));
  return (
    <Card
      title="When did it go wrong?"
      lead={`Everything that ${displayName} did to the directory within this time is looked through. Nothing is changed yet.`}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const asked = span === "own" ? window : lastMinutes(Number(span));
          if (asked === undefined) return;
          const params = { sourceApplicationId: id };
          start.mutate({ params, body: asked }, { onSuccess: (job) => onPreview(asked, job.id) });
        }}
      >
        <Group align="flex-end" gap="sm" className={classes.window}>
          <Select
            label="Time"
            data={spans}
            value={span}
            allowDeselect={false}
            onChange={(value) => setSpan(value ?? "60")}
          />
          {span === "own" && (
            <>
              <TextInput
                type="datetime-local"
                step={1}
                label="From"
                value={from}
                onChange={(event) => setFrom(event.currentTarget.value)}
              />
              <TextInput
                type="datetime-local"
                step={1}
                label="Until"
                value={until}
                onChange={(event) => setUntil(event.currentTarget.value)}
              />
            </>
          )}
          <Button
            type="submit"
            variant={again ? "default" : "filled"}
            loading={start.isPending}
            disabled={window === undefined}
          >
            Preview
          </Button>
        </Group>
        <Text size="xs" c="dimmed" mt="xs">
          In your own time zone; at most 31 days.
        </Text>
        <Refusal error={start.error} />
      </form>
    </Card>
  );
}

function lastMinutes(minutes: number): Window {
  const now = Date.now();
  return { from: new Date(now - minutes * 60_000).toISOString(), until: new Date(now).toISOString() };
}

/** Both as the browser's field gives them, in local time. */
function ownWindow(from: string, until: string): Window | undefined {
  const [begin, end] = [Date.parse(from), Date.parse(until)];
  if (Number.isNaN(begin) || Number.isNaN(end) || begin >= end) return undefined;
  return { from: new Date(begin).toISOString(), until: new Date(end).toISOString() };
}
