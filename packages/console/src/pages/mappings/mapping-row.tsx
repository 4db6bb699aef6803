import { ActionIcon, Select, TextInput, Tooltip } from "@mantine/core";
import type { DirectoryAttribute } from "@rollcall/admin-api/directory-attributes.ts";
import { IconArrowLeft, IconLock, IconPlus, IconTrash } from "@tabler/icons-react";
import { memo, useEffect, useRef } from "react";
import { asShortText } from "../../components/short-text.ts";
import classes from "./mapping.module.css";
import type { DraftRow, SectionName } from "./mapping-draft.ts";
import type { Completions } from "./path-field.tsx";
import { PathList } from "./path-list.tsx";
import { mannerInWords, RuleSettings } from "./rule-settings.tsx";
import { TextSource } from "./text-source.tsx";
import type { RowFindings } from "./use-mapping-check.ts";

interface Props {
  readonly section: SectionName;
  readonly row: DraftRow;
  readonly attributes: readonly DirectoryAttribute[];
  /** Attributes that a row of this section fills already, separated by blanks: a text, so that it compares. */
  readonly taken: string;
  readonly completions: Completions;
  readonly findings: RowFindings | undefined;
  /** Whom values are shown for: *the latest user*. */
  readonly sampled: string;
  readonly readOnly: boolean;
  readonly onChange: (key: string, part: Partial<DraftRow>) => void;
  readonly onRemove: (key: string) => void;
  readonly onCreateAttribute: ((key: string) => void) | undefined;
}

const createChoice = "+create";

/** One rule: an attribute of the directory, and what fills it. */
export const MappingRow = memo(function MappingRow(props: Props) {
  const { row, attributes, findings, readOnly } = props;
  const onChange = (part: Partial<DraftRow>) => props.onChange(row.key, part);
  const taken = props.taken.split(" ");
  const attribute = attributes.find(({ name }) => name === row.attribute);
  const label = attribute?.label ?? row.attribute;
  const named = label === "" ? "the new row" : label;
  const { sample } = findings ?? {};
  const manner = mannerInWords(row);
  const own = useRef<HTMLDivElement>(null);
  const isNew = row.key.startsWith("new ");
  useEffect(() => {
    if (isNew) own.current?.scrollIntoView({ block: "center" });
  }, [isNew]);
  return (
    <div ref={own} className={classes.row} role="group" aria-label={named}>
      {row.required || readOnly ? (
        <div className={classes.fixed}>
          <span>{label}</span>
          {row.required && (
            <Tooltip label="Required: the row stays, its source can be changed.">
              <IconLock size={14} stroke={1.5} aria-label="Required" />
            </Tooltip>
          )}
        </div>
      ) : (
        <Select
          size="xs"
          aria-label="Rollcall attribute"
          placeholder="Choose an attribute"
          data={[
            ...attributes.map(({ name, label: words }) => ({
              value: name,
              label: words,
              disabled: name !== row.attribute && taken.includes(name),
            })),
            ...(props.onCreateAttribute === undefined ? [] : [{ value: createChoice, label: "Create attribute…" }]),
          ]}
          value={row.attribute === "" ? null : row.attribute}
          onChange={(chosen) => {
            if (chosen === createChoice) props.onCreateAttribute?.(row.key);
            else onChange({ attribute: chosen ?? "" });
          }}
          searchable
          allowDeselect={false}
          maxDropdownHeight={280}
        />
      )}
      <IconArrowLeft size={16} stroke={1.5} className={classes.arrow} aria-label="is filled from" />
      <div className={classes.paths}>
        {row.kind === "paths" ? (
          <PathList {...props} named={named} onPaths={(paths) => onChange({ paths })} />
        ) : (
          <TextSource
            kind={row.kind}
            named={named}
            value={row.text}
            onChange={(text) => onChange({ text })}
            section={props.section}
            sampled={props.sampled}
            findings={findings}
            readOnly={readOnly}
          />
        )}
        {row.whenMissing === "default" && (
          <TextInput
            size="xs"
            aria-label={`Default for ${named}`}
            leftSection="else"
            leftSectionWidth={42}
            classNames={{ section: classes.elseWord ?? "", error: classes.problem ?? "" }}
            value={row.defaultText}
            onChange={(event) => onChange({ defaultText: event.currentTarget.value })}
            error={findings?.defaultProblem}
            readOnly={readOnly}
          />
        )}
        {manner !== "" && <div className={classes.manner}>{manner}</div>}
      </div>
      <div className={classes.sample} dir="auto" title={sample === undefined ? findings?.reason : `by ${sample.path}`}>
        {sample === undefined ? "" : asShortText(sample.value)}
      </div>
      <div className={classes.tools}>
        {!readOnly && row.kind === "paths" && row.paths.length < 20 && row.paths.at(-1) !== "" && (
          <Tooltip label="Add a path that is read when the ones above have no value">
            <ActionIcon aria-label={`Add a path to ${named}`} onClick={() => onChange({ paths: [...row.paths, ""] })}>
              <IconPlus size={14} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        )}
        {!readOnly && (
          <RuleSettings named={named} row={row} multiValued={attribute?.multiValued === true} onChange={onChange} />
        )}
        {!readOnly && !row.required && (
          <Tooltip label="Remove the row">
            <ActionIcon aria-label={`Remove ${named}`} onClick={() => props.onRemove(row.key)}>
              <IconTrash size={14} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </div>
  );
});
