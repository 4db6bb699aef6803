import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ComponentProps, type ReactNode, useMemo } from "react";
import { type Column, DataTable } from "./data-table.tsx";
import { type ListFilter, type ListSearch, narrows } from "./list-filter.ts";
import { ListFilters } from "./list-filters.tsx";
import { Page } from "./page.tsx";
import { Refusal } from "./refusal.tsx";

interface Props<Row, Query> extends Omit<ComponentProps<typeof Page>, "children" | "wide"> {
  /** What the table is called where it is read aloud. */
  readonly label: string;
  readonly filters: readonly ListFilter<Query>[];
  readonly search: ListSearch;
  /** Called with what changed of the address. */
  readonly onSearch: (changed: ListSearch) => void;
  readonly list: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly Row[] }>>;
  readonly columns: readonly Column<Row>[];
  readonly onOpen: (row: Row) => void;
  /** Instead of the table, where nothing is there at all. */
  readonly none: ReactNode;
  /** Instead of the table, where the filters let nothing through. */
  readonly noneFound: ReactNode;
  /** Dialogs of the page. */
  readonly children?: ReactNode;
}

/** A page that is one long list: its filters, the table that goes on as somebody scrolls, and what stands there without rows. */
export function ListPage<Row extends { readonly id: string }, Query>(props: Props<Row, Query>) {
  const { label, filters, search, onSearch, list, columns, onOpen, none, noneFound, children, ...page } = props;
  const rows = useMemo(() => (list.data?.pages ?? []).flatMap(({ items }) => items), [list.data]);
  return (
    <Page {...page} wide>
      <ListFilters filters={filters} search={search} onSearch={onSearch} />
      {list.isError && <Refusal error={list.error} onRetry={() => void list.refetch()} />}
      {!(list.isError && rows.length === 0) && (
        <DataTable
          label={label}
          columns={columns}
          rows={rows}
          rowKey={idOf}
          rowHeight={36}
          onOpen={onOpen}
          loading={list.isPending}
          hasMore={list.hasNextPage}
          onMore={() => {
            if (!list.isFetchingNextPage) void list.fetchNextPage();
          }}
          empty={narrows(filters, search) ? noneFound : none}
        />
      )}
      {children}
    </Page>
  );
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}
