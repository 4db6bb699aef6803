import { Text } from "@mantine/core";
import classes from "./import-people.module.css";
import type { PreviewedTable } from "./read-table.ts";

interface Props {
  readonly table: PreviewedTable;
  /** Attribute -> what the console calls it. */
  readonly labels: ReadonlyMap<string, string>;
}

/** What stands in a file: each column with the attribute that it fills, and the first people. */
export function ImportPreview({ table, labels }: Props) {
  if (table.header.length === 0)
    return <Text size="sm">The file is empty: its first line should name attributes.</Text>;
  const more = table.lines - table.rows.length;
  return (
    <div>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="What stands in the file">
        <table className={classes.table}>
          <thead>
            <tr>
              {table.header.map((name, column) => (
                <th key={column} scope="col">
                  <code>{name === "" ? "(no name)" : name}</code>
                  <small className={labels.size > 0 && !labels.has(name) ? classes.wrong : undefined}>
                    {labels.get(name) ?? (labels.size > 0 ? "no such attribute" : "…")}
                  </small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, line) => (
              <tr key={line}>
                {table.header.map((_, column) => (
                  <td key={column} dir="auto">
                    {row[column] ?? ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          and {more.toLocaleString()} more
        </Text>
      )}
    </div>
  );
}
