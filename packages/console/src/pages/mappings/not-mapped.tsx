import { Button, Skeleton, Text } from "@mantine/core";
import type { DirectoryAttribute } from "@rollcall/admin-api/directory-attributes.ts";
import type { AttributePathCompletion } from "@rollcall/admin-api/mappings.ts";
import { receivedAttributeRoutes } from "@rollcall/admin-api/received-attributes.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { asShortText } from "../../components/short-text.ts";
import classes from "./mapping.module.css";
import { type DraftRow, type SectionName, tidyPath } from "./mapping-draft.ts";

interface Props {
  readonly section: SectionName;
  readonly rows: readonly DraftRow[];
  readonly attributes: readonly DirectoryAttribute[];
  readonly completions: readonly AttributePathCompletion[] | undefined;
  readonly onMap: ((attribute: string, path: string) => void) | undefined;
}

/** What this source sends and no row reads; and what nothing can keep, with how often it came. */
export function NotMapped({ section, rows, attributes, completions, onMap }: Props) {
  const { id } = useSourceApplication();
  const received = useAnswer(
    receivedAttributeRoutes.listReceivedAttributes,
    { params: { sourceApplicationId: id } },
    { every: 10_000 },
  );
  const unread = unmapped(completions ?? [], rows);
  const unkept = section === "users" ? (received.data?.items ?? []) : [];
  const free = (path: string) => {
    const last = path.slice(Math.max(path.lastIndexOf(":"), path.lastIndexOf(".")) + 1).toLowerCase();
    const match = attributes.find(({ name }) => name.toLowerCase() === last);
    return match !== undefined && !rows.some(({ attribute }) => attribute === match.name) ? match.name : "";
  };
  return (
    <Card title="Received, not mapped" lead="What this source really sent and no row reads.">
      {completions === undefined && <Skeleton height={60} aria-label="Loading" />}
      {completions !== undefined && unread.length + unkept.length === 0 && (
        <Text size="sm" c="dimmed">
          {completions.some(({ sent }) => sent)
            ? "Everything that it sends is mapped."
            : "Nothing has arrived yet. It fills as soon as the source sends its first " +
              (section === "users" ? "user." : "group.")}
        </Text>
      )}
      <ul className={classes.received}>
        {unread.map(({ path, sample }) => (
          <li key={path}>
            <div className={classes.receivedWords}>
              <code>{path}</code>
              <span className={classes.receivedSample}>{asShortText(sample)}</span>
            </div>
            {onMap !== undefined && (
              <Button
                variant="default"
                size="compact-xs"
                style={{ flex: "none" }}
                aria-label={`Map ${path}`}
                onClick={() => onMap(free(path), path)}
              >
                Map
              </Button>
            )}
          </li>
        ))}
        {unkept.map(({ path, received: count, sample }) => (
          <li key={path} title="No schema of this application knows it, so nothing keeps it.">
            <div className={classes.receivedWords}>
              <code>{path}</code>
              <span className={classes.receivedSample}>
                {count.toLocaleString("en")} times, not kept{sample === null ? "" : ` · ${sample}`}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** One line for each value: `emails.value` is left out where the row of a type stands for it. */
function unmapped(completions: readonly AttributePathCompletion[], rows: readonly DraftRow[]) {
  const read = new Set(rows.flatMap(({ paths }) => paths.map((path) => tidyPath(path).toLowerCase())));
  const readBases = new Set([...read].map(baseOf));
  const sent = completions.filter((one) => one.sent && one.kept && one.type !== "complex");
  const typedBases = new Set(sent.filter(({ path }) => path.includes("[type eq")).map(({ path }) => baseOf(path)));
  return sent.filter(({ path }) => {
    const lower = path.toLowerCase();
    if (read.has(lower)) return false;
    if (lower.includes("[type eq")) return true;
    const base = baseOf(lower);
    return !readBases.has(base) && !typedBases.has(base) && !/\.(type|primary|display|\$ref)$/.test(lower);
  });
}

function baseOf(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/g, "").toLowerCase();
}
