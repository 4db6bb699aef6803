import { Button, Group, Modal, Text, Textarea } from "@mantine/core";
import { directoryUserAdministrationRoutes } from "@rollcall/admin-api/directory-user-administration.ts";
import type { DirectoryUserDetails, Leaving } from "@rollcall/admin-api/directory-users.ts";
import { useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { AskForm } from "../../components/ask-form.tsx";
import { Card } from "../../components/card.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { personName } from "./person-name.ts";

type LadderChange = "stop" | "resume" | "skip" | "do-now";
type Step = NonNullable<Leaving["next"]>["step"];

const stepWords: Readonly<Record<Step, string>> = {
  groups: "Out of all groups",
  bin: "To the recycle bin",
  erase: "Erased",
};

const waits: Readonly<Record<NonNullable<Leaving["waitsFor"]>, string>> = {
  stopped: "The ladder stands still.",
  protection: "It waits: the person is protected.",
  "legal-hold": "It waits: the person is under legal hold.",
};

const changes: Readonly<Record<LadderChange, { verb: string; says: string; danger: boolean }>> = {
  stop: {
    verb: "Stop",
    says: "Nothing more happens to this person by the policy until somebody lets the ladder go on.",
    danger: false,
  },
  resume: { verb: "Go on", says: "The next step is taken on its date, or at once where that is over.", danger: false },
  skip: { verb: "Skip this step", says: "The step is left out; the one after it keeps its date.", danger: false },
  "do-now": { verb: "Do now", says: "The step is taken at once. What is erased cannot be brought back.", danger: true },
};

/** Where a leaver stands on the ladder of the policy, what comes next, and what can be done about it by hand. */
export function LeavingCard({ person }: { readonly person: DirectoryUserDetails }) {
  const mayChange = useMayChange();
  const [asked, setAsked] = useState<LadderChange>();
  const { leaving } = person;
  if (leaving === null) return null;
  const { next, waitsFor, stopped, from, ladder, since } = leaving;
  const offered: readonly LadderChange[] = stopped === null ? ["do-now", "skip", "stop"] : ["resume"];
  return (
    <Card
      title={next === null ? "Leaving: nothing more comes" : `Next: ${stepWords[next.step]}`}
      lead={
        <>
          {next !== null && (
            <>
              {new Date(next.at).toLocaleDateString(undefined, { dateStyle: "long" })} (<RelativeTime at={next.at} />
              ).{" "}
            </>
          )}
          {waitsFor !== null && `${waits[waitsFor]} `}
          {stopped !== null && `Stopped by ${stopped.byName ?? stopped.by}: “${stopped.reason}”. `}
          Ladder “{ladder}” of {from.displayName ?? "a deleted application"}; left <RelativeTime at={since} />.
        </>
      }
    >
      {mayChange && next !== null && (
        <Group gap="xs">
          {offered.map((change) => (
            <Button key={change} variant="default" size="xs" onClick={() => setAsked(change)}>
              {changes[change].verb}
            </Button>
          ))}
        </Group>
      )}
      {asked !== undefined && <ChangeLadder person={person} change={asked} onClose={() => setAsked(undefined)} />}
    </Card>
  );
}

interface ChangeProps {
  readonly person: DirectoryUserDetails;
  readonly change: LadderChange;
  readonly onClose: () => void;
}

function ChangeLadder({ person, change, onClose }: ChangeProps) {
  const { id: organizationId } = useOrganization();
  const [reason, setReason] = useState("");
  const { verb, says, danger } = changes[change];
  const call = useChange(directoryUserAdministrationRoutes.changeLadderOfDirectoryUser, {
    stale: ["directory-users", "directory-groups", "overview"],
    onDone: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={`${verb}: ${personName(person)}`}>
      <AskForm
        verb={verb}
        danger={danger}
        change={call}
        ready={reason.trim() !== ""}
        onSubmit={() =>
          call.mutate({
            params: { organizationId, directoryUserId: person.id },
            body: { change, reason: reason.trim() },
          })
        }
        onClose={onClose}
      >
        <Text size="sm">{says}</Text>
        <Textarea
          label="Reason"
          description="Kept with the event; whoever looks next reads it."
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={900}
          required
          data-autofocus
        />
      </AskForm>
    </Modal>
  );
}
