import { ActionIcon, Select, Tooltip } from "@mantine/core";
import type { DirectoryAttribute } from "@rollcall/admin-api/directory-attributes.ts";
import { IconArrowLeft, IconArrowUp, IconLock, IconPlus, IconTrash, IconX } from "@tabler/icons-react";
import { memo, useEffect, useRef } from "react";
import { asShortText } from "../../components/short-text.ts";
import classes from "./mapping.module.css";
import { type DraftRow, tidyPath } from "./mapping-draft.ts";
import { type Completions, PathField } from "./path-field.tsx";
import type { RowFindings } from "./use-mapping-check.ts";

interface Props {
  readonly row: DraftRow;
  readonly attributes: readonly DirectoryAttribute[];
  /** Attributes that a row of this section fills already, separated by blanks: a text, so that it compares. */
  readonly taken: string;
  readonly completions: Completions;
  readonly findings: RowFindings | undefined;
  readonly readOnly: boolean;
  readonly onChange: (key: string, part: Partial<DraftRow>) => void;
  readonly onRemove: (key: string) => void;
  readonly onCreateAttribute: ((key: string) => void) | undefined;
}

const createChoice = "+create";

/** One rule: an attribute of the directory, and the paths of the source that fill it, in their order. */
export const MappingRow = memo(function MappingRow(props: Props) {
  const { row, attributes, completions, findings, readOnly } = props;
  const onChange = (part: Partial<DraftRow>) => props.onChange(row.key, part);
  const taken = props.taken.split(" ");
  const label = attributes.find(({ name }) => name === row.attribute)?.label ?? row.attribute;
  const named = label === "" ? "the new row" : label;
  const { sample } = findings ?? {};
  const setPath = (index: number, path: string) =>
    onChange({ paths: row.paths.map((present, at) => (at === index ? path : present)) });
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
            <Tooltip label="Required: the row stays, its paths can be changed.">
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
        {row.paths.map((path, index) => (
          <div key={`${row.key} ${index.toString()}`} className={classes.path}>
            <PathField
              label={index === 0 ? `SCIM attribute for ${named}` : `Path ${index + 1} for ${named}`}
              value={path}
              onChange={(typed) => setPath(index, typed)}
              onLeave={() => tidyPath(path) !== path && setPath(index, tidyPath(path))}
              completions={completions}
              problem={findings?.problems.get(index) ?? (index === 0 ? findings?.problems.get(-1) : undefined)}
              notice={findings?.notices.get(index)}
              readOnly={readOnly}
              fresh={index === row.paths.length - 1 && path === ""}
            />
            {!readOnly && index > 0 && (
              <Tooltip label="Read it earlier">
                <ActionIcon
                  aria-label={`Move path ${index + 1} of ${named} up`}
                  onClick={() => onChange({ paths: movedUp(row.paths, index) })}
                >
                  <IconArrowUp size={14} stroke={1.5} />
                </ActionIcon>
              </Tooltip>
            )}
            {!readOnly && row.paths.length > 1 && (
              <ActionIcon
                aria-label={`Remove path ${index + 1} of ${named}`}
                onClick={() => onChange({ paths: row.paths.filter((_, at) => at !== index) })}
              >
                <IconX size={14} stroke={1.5} />
              </ActionIcon>
            )}
          </div>
        ))}
      </div>
      <div className={classes.sample} dir="auto" title={sample === undefined ? undefined : `by ${sample.path}`}>
        {sample === undefined ? "" : asShortText(sample.value)}
      </div>
      <div className={classes.tools}>
        {!readOnly && row.paths.length < 20 && row.paths.at(-1) !== "" && (
          <Tooltip label="Add a path that is read when the ones above have no value">
            <ActionIcon aria-label={`Add a path to ${named}`} onClick={() => onChange({ paths: [...row.paths, ""] })}>
              <IconPlus size={14} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
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

/** The path at an index changes places with the one before it. */
function movedUp(paths: readonly string[], index: number): readonly string[] {
  const moved = paths[index] ?? "";
  const others = paths.filter((_, at) => at !== index);
  return [...others.slice(0, index - 1), moved, ...others.slice(index - 1)];
}
