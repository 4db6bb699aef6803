import { Button, Modal, Text } from "@mantine/core";
import type { directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { type Mapping, mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import type { AnswerOf } from "@rollcall/admin-api/route.ts";
import { IconPlus } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { useMayChange } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useChange } from "../../api/use-change.ts";
import { type AttributeSuggestion, CreateAttribute } from "../../components/create-attribute.tsx";
import { SaveBar } from "../../components/save-bar.tsx";
import { useSetup } from "../../components/use-setup.ts";
import classes from "./mapping.module.css";
import {
  type DraftRow,
  draftOf,
  isFilledIn,
  lastNameOf,
  type MappablePath,
  type MappingDraft,
  newRow,
  type SectionName,
  sentOf,
} from "./mapping-draft.ts";
import { MappingRow } from "./mapping-row.tsx";
import { completionsOf } from "./path-field.tsx";
import { NotMapped } from "./not-mapped.tsx";
import { ExampleChoice } from "./example-choice.tsx";
import { type ExampleChoice as Choice, useExample } from "./use-example.ts";
import { useMappingCheck } from "./use-mapping-check.ts";
import { usePreview } from "./use-preview.tsx";
import { WhatChanges } from "./what-changes.tsx";

interface Props {
  readonly section: SectionName;
  readonly mapping: Mapping;
  readonly attributes: AnswerOf<typeof directoryAttributeRoutes.listDirectoryAttributes>;
}

/** The rows of one section, checked as they are typed, and saved with those of the other. */
export function MappingEditor({ section, mapping, attributes }: Props) {
  const { id } = useSourceApplication();
  const mayChange = useMayChange();
  const setup = useSetup();
  const params = { sourceApplicationId: id };
  const [edited, setEdited] = useState<MappingDraft>();
  const [creating, setCreating] = useState<Creating>();
  const draft = useMemo(() => edited ?? draftOf(mapping), [edited, mapping]);
  const sent = useMemo(() => sentOf(draft, [...attributes.users, ...attributes.groups]), [draft, attributes]);
  const example = useExample(section);
  const check = useMappingCheck(id, sent, example.sent);
  const completions = useAnswer(mappingRoutes.listAttributePaths, {
    params,
    query: { resourceType: section === "users" ? "User" : "Group" },
  });
  const save = useChange(mappingRoutes.putMapping, {
    stale: ["mapping", "attribute-paths", "received-attributes"],
    onDone: () => setEdited(undefined),
  });

  const offered = useMemo(() => completionsOf(completions.data?.items ?? []), [completions.data]);

  const rows = draft[section];
  // The rows keep their handlers, so that typing in one draws that one anew and no other.
  const change = useCallback(
    (make: (rows: readonly DraftRow[]) => readonly DraftRow[]) =>
      setEdited((before) => {
        const present = before ?? draftOf(mapping);
        return { ...present, [section]: make(present[section]) };
      }),
    [mapping, section],
  );
  const changeRow = useCallback(
    (key: string, part: Partial<DraftRow>) =>
      change((present) => present.map((row) => (row.key === key ? { ...row, ...part } : row))),
    [change],
  );
  const removeRow = useCallback(
    (key: string) => change((present) => present.filter((row) => row.key !== key)),
    [change],
  );
  const createFor = useCallback((rowKey: string) => setCreating({ rowKey, suggestion: undefined }), []);
  /** Fills the attribute of that name where it is free; otherwise makes one in place, or lets another be chosen. */
  const mapPath = (chosen: MappablePath) => {
    const name = lastNameOf(chosen.path);
    const known = attributes[section].find((one) => one.name.toLowerCase() === name.toLowerCase());
    const free = known !== undefined && !rows.some(({ attribute }) => attribute === known.name);
    const added = newRow(free ? known.name : "", chosen.path);
    change((present) => [...present, added]);
    if (known === undefined && section === "users") {
      const { multiValued } = chosen;
      setCreating({ rowKey: added.key, suggestion: { name, type: typeFor(chosen.type), multiValued } });
    }
  };
  const all = [...draft.users, ...draft.groups];
  const unfilled = all.filter((row) => !isFilledIn(row));
  const dirty = edited !== undefined && (unfilled.length > 0 || differs(mapping, draft));
  const step = section === "users" ? "users-mapping" : "groups-mapping";
  const blocked = unfilled.length > 0 || (check.data?.problems ?? 0) > 0;
  const unchecked = check.isFetching || check.isPlaceholderData;
  const preview = usePreview({
    mapping: sent.mapping,
    blocked: blocked || unchecked,
    onSaved: () => setEdited(undefined),
  });
  const submit = () => {
    if (!dirty) return setup.advance(step);
    save.mutate({ params, body: sent.mapping }, { onSuccess: () => setup.unfinished && setup.advance(step) });
  };
  const found = check.data?.checked.example;
  const sampled = sampledIn(section, example.choice.kind, found?.name);
  const row = (one: DraftRow) => (
    <MappingRow
      key={one.key}
      section={section}
      row={one}
      attributes={attributes[section]}
      taken={rows.map(({ attribute }) => attribute).join(" ")}
      completions={offered}
      findings={check.data?.rows.get(`${section} ${one.key}`)}
      sampled={sampled}
      readOnly={!mayChange}
      onChange={changeRow}
      onRemove={removeRow}
      onCreateAttribute={section === "users" ? createFor : undefined}
    />
  );
  return (
    <>
      <ExampleChoice
        section={section}
        choice={example.choice}
        found={found}
        unlinked={example.unlinked}
        onChange={example.change}
      />
      <div className={classes.columns}>
        <div className={classes.editor}>
          <div className={classes.head}>
            <span>Rollcall Attributes</span>
            <span />
            <span>SCIM Client Attributes</span>
            <span className={classes.sampleHead} dir="auto">
              {sampled.replace(/^the l/, "L").replace(/^this/, "This")}
            </span>
          </div>
          <h2 className={classes.part}>Required</h2>
          {rows.filter(({ required }) => required).map(row)}
          <h2 className={classes.part}>Other</h2>
          {rows.filter(({ required }) => !required).map(row)}
          {rows.every(({ required }) => required) && (
            <p className={classes.none}>Nothing else is filled from this source.</p>
          )}
          {mayChange && (
            <Button
              variant="default"
              leftSection={<IconPlus size={14} />}
              className={classes.add}
              onClick={() => change((present) => [...present, newRow()])}
            >
              Add A Row
            </Button>
          )}
        </div>
        <NotMapped section={section} rows={rows} found={completions.data} onMap={mayChange ? mapPath : undefined} />
      </div>
      {mayChange && (dirty || setup.unfinished) && (
        <SaveBar
          label={setup.unfinished ? "Save & Next" : "Save"}
          onSave={submit}
          busy={save.isPending || setup.busy || preview.busy}
          disabled={dirty && (blocked || unchecked)}
          error={save.error ?? setup.error ?? check.error ?? preview.error}
          actions={dirty && !setup.unfinished ? preview.actions : undefined}
          onDiscard={edited === undefined ? undefined : () => setEdited(undefined)}
        >
          {dirty && <WhatChanges checked={check.data?.checked} unfilled={unfilled.length} />}
        </SaveBar>
      )}
      {preview.dialog}
      <Modal opened={creating !== undefined} onClose={() => setCreating(undefined)} title="Create attribute">
        {creating?.suggestion !== undefined && (
          <Text size="sm" mb="sm">
            No attribute of the directory is called <code>{creating.suggestion.name}</code>. Cancel to choose an
            existing one.
          </Text>
        )}
        <CreateAttribute
          suggestion={creating?.suggestion}
          onClose={() => setCreating(undefined)}
          onCreated={(name) => {
            if (creating !== undefined) changeRow(creating.rowKey, { attribute: name });
            setCreating(undefined);
          }}
        />
      </Modal>
    </>
  );
}

/** Whom the values are shown for, in words. */
function sampledIn(section: SectionName, kind: Choice["kind"], name: string | null | undefined): string {
  if (kind === "payload") return "this payload";
  return kind === "stored" && typeof name === "string" ? name : `the latest ${section === "users" ? "user" : "group"}`;
}

/** A directory attribute that is being made for a row. */
interface Creating {
  readonly rowKey: string;
  readonly suggestion: AttributeSuggestion | undefined;
}

/** The type of directory attribute that holds values of a SCIM type. */
function typeFor(scimType: string): AttributeSuggestion["type"] {
  if (scimType === "decimal" || scimType === "integer") return "number";
  return scimType === "boolean" || scimType === "dateTime" ? scimType : "string";
}

/** Whether what would be sent says something else than what is saved. */
function differs(mapping: Mapping, draft: MappingDraft): boolean {
  const bare = (rows: readonly DraftRow[]) =>
    JSON.stringify(
      rows.map(({ attribute, kind, paths, text, apply, whenMissing, defaultText, merge }) => [
        attribute,
        apply,
        whenMissing,
        whenMissing === "default" ? defaultText.trim() : "",
        merge,
        kind,
        kind === "paths" ? paths.filter((path) => path.trim() !== "") : text.trim(),
      ]),
    );
  const saved = draftOf(mapping);
  return bare(saved.users) !== bare(draft.users) || bare(saved.groups) !== bare(draft.groups);
}
