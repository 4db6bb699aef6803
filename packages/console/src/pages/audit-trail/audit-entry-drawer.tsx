import { Drawer, Stack, Text } from "@mantine/core";
import type { AuditEntry } from "@rollcall/admin-api/audit-trail.ts";
import { CopyValue } from "../../components/copy-value.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { actionWords, targetWords } from "./action-words.ts";
import classes from "./audit-trail.module.css";

const kindWords = {
  administrator: "administrator",
  "api-key": "API key",
  nobody: "not signed in",
  server: "at the server's command line",
};

interface Props {
  readonly entry: AuditEntry | undefined;
  readonly onClose: () => void;
}

/** One change, whole: who, from where, and each field before and after. */
export function AuditEntryDrawer({ entry, onClose }: Props) {
  return (
    <Drawer
      opened={entry !== undefined}
      onClose={onClose}
      position="right"
      size={560}
      title={entry === undefined ? "" : [actionWords(entry.action), targetWords(entry)].filter(Boolean).join(": ")}
    >
      {entry !== undefined && <Entry entry={entry} />}
    </Drawer>
  );
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const { actor, at, action, target, address, requestId, completed, changes } = entry;
  return (
    <Stack gap="md">
      {!completed && (
        <Text c="var(--attention)">
          The server was ended in the middle of this change: it may have happened or not.
        </Text>
      )}
      <dl className={classes.facts}>
        <dt>Who</dt>
        <dd>
          {actor.name} <Text span c="dimmed" size="sm" children={`(${kindWords[actor.kind]})`} />
        </dd>
        <dt>When</dt>
        <dd>
          {new Date(at).toLocaleString()} (<RelativeTime at={at} />)
        </dd>
        <dt>Action</dt>
        <dd>
          <code>{action}</code>
        </dd>
        {target !== null && (
          <>
            <dt>Of</dt>
            <dd>
              <CopyValue value={target} label="path" />
            </dd>
          </>
        )}
        {address !== null && (
          <>
            <dt>From</dt>
            <dd>
              <code>{address}</code>
            </dd>
          </>
        )}
        {requestId !== null && (
          <>
            <dt>Request</dt>
            <dd>
              <CopyValue value={requestId} label="request id" />
            </dd>
          </>
        )}
      </dl>
      {changes.length === 0 ? (
        <Text c="dimmed">No field differs: what was done has no before and after, or its values are secret.</Text>
      ) : (
        changes.map(({ field, from, to }) => (
          <section key={field} aria-label={field}>
            <code className={classes.field}>{field}</code>
            <div className={classes.values}>
              <Value label="Before" value={from} className={classes.before} />
              <Value label="After" value={to} className={classes.after} />
            </div>
          </section>
        ))
      )}
    </Stack>
  );
}

interface ValueProps {
  readonly label: string;
  readonly value: unknown;
  readonly className: string | undefined;
}

function Value({ label, value, className }: ValueProps) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <div className={className}>
      <span className={classes.side}>{label}</span>
      {/* What scrolls must be reachable by keyboard. */}
      <pre tabIndex={0} aria-label={label}>
        {value === null ? "–" : text}
      </pre>
    </div>
  );
}
