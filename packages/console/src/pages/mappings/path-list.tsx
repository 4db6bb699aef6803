import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowUp, IconX } from "@tabler/icons-react";
import classes from "./mapping.module.css";
import { type DraftRow, tidyPath } from "./mapping-draft.ts";
import { type Completions, PathField } from "./path-field.tsx";
import type { RowFindings } from "./use-mapping-check.ts";

interface Props {
  readonly row: DraftRow;
  readonly named: string;
  readonly completions: Completions;
  readonly findings: RowFindings | undefined;
  readonly readOnly: boolean;
  readonly onPaths: (paths: readonly string[]) => void;
}

/** The paths of the source that fill an attribute, in their order: the first that has a value wins. */
export function PathList({ row, named, completions, findings, readOnly, onPaths }: Props) {
  const setPath = (index: number, path: string) =>
    onPaths(row.paths.map((present, at) => (at === index ? path : present)));
  return (
    <>
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
                onClick={() => onPaths(movedUp(row.paths, index))}
              >
                <IconArrowUp size={14} stroke={1.5} />
              </ActionIcon>
            </Tooltip>
          )}
          {!readOnly && row.paths.length > 1 && (
            <ActionIcon
              aria-label={`Remove path ${index + 1} of ${named}`}
              onClick={() => onPaths(row.paths.filter((_, at) => at !== index))}
            >
              <IconX size={14} stroke={1.5} />
            </ActionIcon>
          )}
        </div>
      ))}
    </>
  );
}

/** The path at an index changes places with the one before it. */
function movedUp(paths: readonly string[], index: number): readonly string[] {
  const moved = paths[index] ?? "";
  const others = paths.filter((_, at) => at !== index);
  return [...others.slice(0, index - 1), moved, ...others.slice(index - 1)];
}
