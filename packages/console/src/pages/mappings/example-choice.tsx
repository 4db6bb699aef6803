import { SegmentedControl, Textarea } from "@mantine/core";
import { type CheckedMapping, mostPayload } from "@rollcall/admin-api/mappings.ts";
import { ChooseResource } from "./choose-resource.tsx";
import classes from "./mapping.module.css";
import type { SectionName } from "./mapping-draft.ts";
import { type ExampleChoice as Choice, isTooLong } from "./use-example.ts";

interface Props {
  readonly section: SectionName;
  readonly choice: Choice;
  /** What the latest check says of it. */
  readonly found: CheckedMapping["example"] | undefined;
  readonly unlinked: boolean;
  readonly onChange: (part: Partial<Choice>) => void;
}

/** Whom the values beside the rows are shown for: the latest one, somebody chosen, or a payload that is pasted. */
export function ExampleChoice({ section, choice, found, unlinked, onChange }: Props) {
  const noun = section === "users" ? "user" : "group";
  return (
    <div className={classes.example} role="group" aria-label="Values are shown for">
      <span className={classes.exampleWords} aria-hidden>
        Values for
      </span>
      <SegmentedControl
        size="xs"
        aria-label="Values are shown for"
        value={choice.kind}
        onChange={(kind) => onChange({ kind })}
        data={[
          { value: "latest", label: `Latest ${noun}` },
          { value: "stored", label: `Chosen ${noun}` },
          { value: "payload", label: "Payload" },
        ]}
      />
      {choice.kind === "stored" && (
        <ChooseResource
          section={section}
          value={choice.directoryId}
          problem={unlinked ? `Another source writes this ${noun}.` : (found?.problem ?? undefined)}
          onChange={(directoryId) => onChange({ directoryId })}
        />
      )}
      {choice.kind === "payload" && (
        <Textarea
          className={classes.payload}
          classNames={{ input: classes.pathInput ?? "" }}
          aria-label={`SCIM payload of a ${noun}`}
          placeholder={placeholders[section]}
          description={descriptionOf(found, choice.text)}
          error={problemOf(found, choice.text)}
          inputWrapperOrder={["label", "input", "error", "description"]}
          value={choice.text}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
          spellCheck={false}
          autoComplete="off"
          autosize
          minRows={4}
          maxRows={14}
          autoFocus
        />
      )}
    </div>
  );
}

const placeholders: Readonly<Record<SectionName, string>> = {
  users: '{ "userName": "ann@example.com", "name": { "givenName": "Ann" } }',
  groups: '{ "displayName": "Sales" }',
};

const kept = "Paste what the source would send to create one. It is read as this source’s own and kept nowhere.";

function descriptionOf(found: Props["found"], text: string): string {
  const { notKept = [] } = found ?? {};
  if (text === "" || notKept.length === 0) return kept;
  const shown = notKept.slice(0, 8).join(", ");
  return `${kept} No schema keeps ${shown}${notKept.length > 8 ? ` and ${notKept.length - 8} more` : ""}.`;
}

function problemOf(found: Props["found"], text: string): string | undefined {
  if (isTooLong(text)) {
    const number = (value: number): string => value.toLocaleString("en");
    return `Expected at most ${number(mostPayload)} characters, found ${number(text.length)}.`;
  }
  return text === "" ? undefined : (found?.problem ?? undefined);
}
