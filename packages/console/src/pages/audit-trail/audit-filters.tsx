import { Button, Group, Select, TextInput } from "@mantine/core";
import { administratorRoutes } from "@rollcall/admin-api/administrators.ts";
import { apiKeyRoutes } from "@rollcall/admin-api/api-keys.ts";
import type { ChangeEvent } from "react";
import { useMe } from "../../api/session.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { actions } from "./action-words.ts";
import type { AuditFilterTexts } from "./filter-query.ts";

interface Props {
  readonly filters: AuditFilterTexts;
  /** What is undefined is taken away. */
  readonly onChange: (changed: AuditFilterTexts) => void;
}

/** Narrows the audit trail: who, what, from when to when. */
export function AuditFilters({ filters, onChange }: Props) {
  const me = useMe();
  const administrators = useAnswer(administratorRoutes.listAdministrators, {});
  const apiKeys = useAnswer(apiKeyRoutes.listApiKeys, {}, { enabled: me.role === "owner" });
  const actors = [
    { group: "Administrators", items: (administrators.data?.items ?? []).map(asChoice) },
    { group: "API keys", items: (apiKeys.data?.items ?? []).map(asChoice) },
  ].filter(({ items }) => items.length > 0);
  const { actor = "", action = "", since = "", until = "" } = filters;
  const filtered = actor !== "" || action !== "" || since !== "" || until !== "";
  return (
    <Group gap="xs" mb="sm">
      <Select
        aria-label="Who"
        placeholder="Anybody"
        searchable
        clearable
        w={200}
        value={actor === "" ? null : actor}
        onChange={(value) => onChange({ actor: value ?? undefined })}
        data={actors}
      />
      <Select
        aria-label="Action"
        placeholder="Any action"
        searchable
        clearable
        w={240}
        value={action === "" ? null : action}
        onChange={(value) => onChange({ action: value ?? undefined })}
        data={actions}
      />
      <TextInput
        type="date"
        aria-label="From"
        value={since}
        max={until}
        onChange={(event) => onChange({ since: dayOf(event) })}
      />
      <TextInput
        type="date"
        aria-label="Until"
        value={until}
        min={since}
        onChange={(event) => onChange({ until: dayOf(event) })}
      />
      {filtered && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => onChange({ actor: undefined, action: undefined, since: undefined, until: undefined })}
        >
          Clear filters
        </Button>
      )}
    </Group>
  );
}

function dayOf(event: ChangeEvent<HTMLInputElement>): string | undefined {
  return event.currentTarget.value === "" ? undefined : event.currentTarget.value;
}

function asChoice({ id, name }: { readonly id: string; readonly name: string }) {
  return { value: id, label: name };
}
