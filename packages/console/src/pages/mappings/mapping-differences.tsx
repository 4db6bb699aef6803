import { Button, Text } from "@mantine/core";
import {
  type MappingDifference,
  type MappingPreview,
  mappingPreviewRoutes,
} from "@rollcall/admin-api/mapping-previews.ts";
import type { QueryOf } from "@rollcall/admin-api/route.ts";
import { useState } from "react";
import { useSourceApplication } from "../../api/source-application.ts";
import { usePages } from "../../api/use-answer.ts";
import { ChangeList } from "../../components/change-list.tsx";
import { type ListFilter, type ListSearch, queryOf } from "../../components/list-filter.ts";
import { ListFilters } from "../../components/list-filters.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { StateLabel } from "../../components/state-label.tsx";
import classes from "./mapping-differences.module.css";

type Query = QueryOf<typeof mappingPreviewRoutes.listMappingDifferences>;

const nobody = {};

/** Whom a draft changes, each value before and after; narrowed by a name, an attribute, or who becomes incomplete. */
export function MappingDifferences({
  preview: { id: mappingPreviewId, counts },
}: {
  readonly preview: MappingPreview;
}) {
  const { id } = useSourceApplication();
  const [search, setSearch] = useState<ListSearch>({});
  const filters: readonly ListFilter<Query>[] = [
    { kind: "words", name: "q", label: "Search whom it changes", placeholder: "Name or user name", asks: asWord },
    {
      kind: "choice",
      name: "attribute",
      label: "Attribute",
      width: 200,
      options: counts.attributes.map(({ attribute, label, given, changed, taken }) => ({
        value: attribute,
        label: `${label} (${(given + changed + taken).toLocaleString("en")})`,
        asks: { attribute },
      })),
    },
    {
      kind: "choice",
      name: "becomes",
      label: "Becomes",
      width: 150,
      options: [
        { value: "incomplete", label: "Incomplete", asks: { becomes: "incomplete" } },
        { value: "complete", label: "Complete", asks: { becomes: "complete" } },
      ],
    },
  ];
  const found = usePages(
    mappingPreviewRoutes.listMappingDifferences,
    {
      params: { sourceApplicationId: id, mappingPreviewId },
      query: queryOf(filters, search),
    },
    { limit: 50 },
  );
  const rows = (found.data?.pages ?? []).flatMap(({ items }) => items);
  return (
    <div>
      <ListFilters
        filters={filters}
        search={search}
        onSearch={(changed) => setSearch((before) => ({ ...before, ...changed }))}
      />
      {found.isError && <Refusal error={found.error} onRetry={() => void found.refetch()} />}
      <ul className={classes.list} aria-label="Whom it changes" aria-busy={found.isFetching}>
        {rows.map((one) => (
          <Difference key={one.scimId} difference={one} />
        ))}
      </ul>
      {found.isSuccess && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          Nobody of that kind changes.
        </Text>
      )}
      {found.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </div>
  );
}

function asWord(search: string): Partial<Query> {
  return { search };
}

function Difference({ difference }: { readonly difference: MappingDifference }) {
  const { name, userName, resourceType, scimId, changes, becomes, missing } = difference;
  const labels = new Map(changes.map(({ attribute, label }) => [attribute, label]));
  return (
    <li className={classes.difference}>
      <div className={classes.whom}>
        <Text size="sm" fw={500} dir="auto">
          {name ?? userName ?? scimId}
        </Text>
        {userName !== null && userName !== name && (
          <Text size="xs" c="dimmed" className={classes.userName}>
            {userName}
          </Text>
        )}
        {resourceType === "Group" && (
          <Text size="xs" c="dimmed">
            Group
          </Text>
        )}
        {becomes === "incomplete" && (
          <StateLabel meaning="attention" title={`Missing then: ${missing.join(", ")}`}>
            Becomes incomplete
          </StateLabel>
        )}
        {becomes === "complete" && <StateLabel meaning="flowing">Becomes complete</StateLabel>}
      </div>
      <ChangeList changes={changes} labels={labels} people={nobody} />
    </li>
  );
}
