import { Button, Group, Select } from "@mantine/core";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { IconX } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { usePages } from "../../api/use-answer.ts";

type Name = "source" | "person" | "type" | "outcome" | "status" | "method" | "token" | "since";

interface Choice {
  readonly name: Name;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly width?: number;
}

/** Spans of time that people look at, by the milliseconds that they reach back. */
const spans = [
  { value: "3600000", label: "Last hour" },
  { value: "86400000", label: "Last 24 hours" },
  { value: "604800000", label: "Last 7 days" },
];

/** The beginning of a span as an instant, to the minute, so that it stays the same while somebody looks. */
export function sinceOf(span: string | undefined): string | undefined {
  const milliseconds = Number(span);
  if (span === undefined || !Number.isFinite(milliseconds)) return undefined;
  return new Date(Math.floor((Date.now() - milliseconds) / 60_000) * 60_000).toISOString();
}

/** What the lists are narrowed by: kept in the address, so that it can be passed on. */
export function ActivityFilters({ choices }: { readonly choices: readonly Choice[] }) {
  const { id } = useOrganization();
  const search = useSearch({ from: "/signed-in/o/$slug/framed/activity" });
  const navigate = useNavigate({ from: "/o/$slug/activity" });
  const applications = usePages(sourceApplicationRoutes.listSourceApplications, { params: { organizationId: id } });
  const set = (name: Name, value: string | null | undefined) => {
    void navigate({ search: (before) => ({ ...before, [name]: value ?? undefined }), replace: true });
  };
  const sources = (applications.data?.pages ?? [])
    .flatMap((page) => page.items)
    .map((application) => ({ value: application.id, label: application.displayName }));
  const all: readonly Choice[] = [
    { name: "source", label: "All applications", options: sources, width: 190 },
    ...choices,
    { name: "since", label: "Any time", options: spans },
  ];
  const active =
    all.some(({ name }) => search[name] !== undefined) || search.person !== undefined || search.token !== undefined;
  return (
    <Group gap="xs" mb="sm">
      {all.map(({ name, label, options, width = 150 }) => (
        <Select
          key={name}
          size="xs"
          w={width}
          aria-label={label}
          placeholder={label}
          data={[...options]}
          value={search[name] ?? null}
          onChange={(value) => set(name, value)}
          clearable
          searchable={options.length > 8}
          comboboxProps={{ width: Math.max(width, 200), position: "bottom-start" }}
        />
      ))}
      {search.person !== undefined && (
        <Button variant="light" rightSection={<IconX size={12} />} onClick={() => set("person", undefined)}>
          One person
        </Button>
      )}
      {search.token !== undefined && (
        <Button variant="light" rightSection={<IconX size={12} />} onClick={() => set("token", undefined)}>
          One token
        </Button>
      )}
      {active && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => void navigate({ search: ({ tab }) => (tab === undefined ? {} : { tab }), replace: true })}
        >
          Clear
        </Button>
      )}
    </Group>
  );
}
