import { Autocomplete, type ComboboxItem, type OptionsFilter } from "@mantine/core";
import type { AttributePathCompletion } from "@rollcall/admin-api/mappings.ts";
import { useState } from "react";
import { asShortText } from "../../components/short-text.ts";
import classes from "./mapping.module.css";

/** What can be typed, made once for all fields. */
export interface Completions {
  /** What this source sent first. */
  readonly paths: string[];
  readonly byPath: ReadonlyMap<string, AttributePathCompletion>;
}

const none: string[] = [];

/** Paths that a rule can read; what nothing keeps is none of them. */
export function completionsOf(found: readonly AttributePathCompletion[]): Completions {
  const known = found.filter(({ kept }) => kept).toSorted((one, other) => Number(other.sent) - Number(one.sent));
  return { paths: known.map(({ path }) => path), byPath: new Map(known.map((one) => [one.path, one])) };
}

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (typed: string) => void;
  readonly onLeave: () => void;
  readonly completions: Completions;
  readonly problem: string | undefined;
  readonly notice: string | undefined;
  readonly readOnly: boolean;
  /** Just added: it takes the focus. */
  readonly fresh: boolean;
}

/** A SCIM attribute path: typed, completed from the schemas and from what this source sent, what it sent first. */
export function PathField({ label, value, onChange, onLeave, completions, problem, notice, readOnly, fresh }: Props) {
  const [typing, setTyping] = useState(false);
  return (
    <Autocomplete
      size="xs"
      aria-label={label}
      title={value}
      placeholder="SCIM attribute, e.g. title"
      data={typing ? completions.paths : none}
      value={typing ? value : shortened(value)}
      onChange={onChange}
      onFocus={() => setTyping(true)}
      onBlur={() => {
        setTyping(false);
        onLeave();
      }}
      error={problem}
      description={problem === undefined ? notice : undefined}
      inputWrapperOrder={["label", "input", "description", "error"]}
      readOnly={readOnly}
      autoFocus={fresh && label.startsWith("Path")}
      filter={matching}
      limit={40}
      maxDropdownHeight={300}
      spellCheck={false}
      autoComplete="off"
      classNames={{ input: classes.pathInput ?? "", error: classes.problem ?? "", description: classes.notice ?? "" }}
      comboboxProps={{ width: 420, position: "bottom-start" }}
      renderOption={({ option }) => <Option completion={completions.byPath.get(option.value)} />}
      className={classes.pathField}
    />
  );
}

function Option({ completion }: { readonly completion: AttributePathCompletion | undefined }) {
  if (completion === undefined) return null;
  const { path, type, sent, sample, description } = completion;
  return (
    <span className={classes.option}>
      <code>{path}</code>
      <span className={classes.optionMore} title={description}>
        {sent ? asShortText(sample) : type}
      </span>
    </span>
  );
}

/** The end of a URN tells more than its beginning; the whole stands there while it is being typed. */
function shortened(path: string): string {
  return path.replace(/^urn:(?:[^:]+:)+?(?=[^:]+:\d[\d.]*:(?:[^:]+:)?[^:]+$)/i, "…");
}

/** What contains the typed text; everything where it is a whole path already, so that another can be chosen. */
const matching: OptionsFilter = ({ options, search, limit }) => {
  const typed = search.trim().toLowerCase().replaceAll('\\"', '"');
  const items = options as ComboboxItem[];
  const whole = items.some(({ value }) => value.toLowerCase() === typed);
  const found = whole ? items : items.filter(({ value }) => value.toLowerCase().includes(typed));
  return found.slice(0, limit);
};
