import { Button, Skeleton, Text } from "@mantine/core";
import type { AnswerOf } from "@rollcall/admin-api/route.ts";
import type { AttributePathCompletion, mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import { type ReceivedAttribute, receivedAttributeRoutes } from "@rollcall/admin-api/received-attributes.ts";
import { type ReactNode, useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Card } from "../../components/card.tsx";
import { asShortText } from "../../components/short-text.ts";
import { KeepAttribute } from "./keep-attribute.tsx";
import classes from "./mapping.module.css";
import { type DraftRow, type MappablePath, type SectionName, tidyPath } from "./mapping-draft.ts";

interface Props {
  readonly section: SectionName;
  readonly rows: readonly DraftRow[];
  readonly found: AnswerOf<typeof mappingRoutes.listAttributePaths> | undefined;
  /** Undefined for whoever may not change the mapping. */
  readonly onMap: ((chosen: MappablePath) => void) | undefined;
}

/** What this source sends and no row reads; and what nothing keeps, with how often it came. */
export function NotMapped({ section, rows, found, onMap }: Props) {
  const { id } = useSourceApplication();
  const [keeping, setKeeping] = useState<ReceivedAttribute>();
  const received = useAnswer(
    receivedAttributeRoutes.listReceivedAttributes,
    { params: { sourceApplicationId: id } },
    { every: 10_000 },
  );
  const unread = unmapped(found?.items ?? [], rows);
  const unkept = section === "users" ? (received.data?.items ?? []) : [];
  return (
    <Card title="Received, not mapped" lead="What this source really sent and no row reads.">
      {found === undefined && <Skeleton height={60} aria-label="Loading" />}
      {found !== undefined && unread.length + unkept.length === 0 && (
        <Text size="sm" c="dimmed">
          {found.items.some(({ sent }) => sent)
            ? "Everything that it sends is mapped."
            : "Nothing has arrived yet. It fills as soon as the source sends its first " +
              (section === "users" ? "user." : "group.")}
        </Text>
      )}
      <ul className={classes.received}>
        {unread.map(({ path, sample, inSchema, sentBy, type, multiValued }) => (
          <Line
            key={path}
            path={path}
            hint={inSchema ? undefined : "Not in any schema of this application; kept as it arrives."}
            onMap={onMap && (() => onMap({ path, type, multiValued: multiValued && !path.includes("[") }))}
          >
            {asShortText(sample)}
            {inSchema ? "" : ` · not in any schema, ${sentBy} of ${found?.read ?? 0}`}
          </Line>
        ))}
        {unkept.map((one) => (
          <Line
            key={one.path}
            path={one.path}
            hint={
              one.keepable
                ? "No schema of this application knows it, so nothing keeps it. Map makes it kept."
                : "Nothing keeps it: only what stands at the top of a user, with a plain name and value, can be kept by an extension."
            }
            onMap={onMap && one.keepable ? () => setKeeping(one) : undefined}
          >
            {one.received === 1 ? "once" : `${one.received.toLocaleString("en")} times`}, not kept
            {one.sample === null ? "" : ` · ${one.sample}`}
          </Line>
        ))}
      </ul>
      {keeping !== undefined && (
        <KeepAttribute
          received={keeping}
          onClose={() => setKeeping(undefined)}
          onKept={(kept) => {
            setKeeping(undefined);
            onMap?.(kept);
          }}
        />
      )}
    </Card>
  );
}

interface LineProps {
  readonly path: string;
  readonly hint: string | undefined;
  readonly children: ReactNode;
  readonly onMap: (() => void) | undefined;
}

function Line({ path, hint, children, onMap }: LineProps) {
  return (
    <li title={hint}>
      <div className={classes.receivedWords}>
        <code>{path}</code>
        <span className={classes.receivedSample} dir="auto">
          {children}
        </span>
      </div>
      {onMap !== undefined && (
        <Button variant="default" size="compact-xs" style={{ flex: "none" }} aria-label={`Map ${path}`} onClick={onMap}>
          Map
        </Button>
      )}
    </li>
  );
}

/** One line for each value: `emails.value` is left out where the row of a type stands for it. */
function unmapped(completions: readonly AttributePathCompletion[], rows: readonly DraftRow[]) {
  const read = new Set(
    rows.flatMap(({ kind, paths }) => (kind === "paths" ? paths : []).map((path) => tidyPath(path).toLowerCase())),
  );
  const readBases = new Set([...read].map(baseOf));
  const sent = completions.filter((one) => one.sent && one.kept && one.type !== "complex");
  const typedBases = new Set(sent.filter(({ path }) => path.includes("[type eq")).map(({ path }) => baseOf(path)));
  return sent.filter(({ path, inSchema }) => {
    const lower = path.toLowerCase();
    if (read.has(lower)) return false;
    if (!inSchema || lower.includes("[type eq")) return true;
    const base = baseOf(lower);
    return !readBases.has(base) && !typedBases.has(base) && !/\.(type|primary|display|\$ref)$/.test(lower);
  });
}

function baseOf(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/g, "").toLowerCase();
}
