interface Named {
  /** Of the parameter in the page's address. */
  readonly name: string;
  /** What it narrows by, and what it says while it does not. */
  readonly label: string;
}

/** Words that somebody types. */
interface WordsFilter<Query> extends Named {
  readonly kind: "words";
  readonly placeholder: string;
  readonly asks: (typed: string) => Partial<Query>;
}

/** One of a few. */
interface ChoiceFilter<Query> extends Named {
  readonly kind: "choice";
  readonly options: readonly { readonly value: string; readonly label: string; readonly asks: Partial<Query> }[];
  readonly width?: number;
}

/** An order: it narrows nothing. */
interface OrderFilter<Query> extends Omit<ChoiceFilter<Query>, "kind"> {
  readonly kind: "order";
  /** What it says, and what is asked, where the address names none. */
  readonly otherwise: { readonly label: string; readonly asks: Partial<Query> };
}

/** An application or a group, found as somebody types. */
interface PickedFilter<Query> extends Named {
  readonly kind: "application" | "group";
  readonly asks: (id: string) => Partial<Query>;
  readonly width?: number;
}

/** One thing by which a list is narrowed or sorted: how it stands in the address, and what the server is asked for it. */
export type ListFilter<Query> = WordsFilter<Query> | ChoiceFilter<Query> | OrderFilter<Query> | PickedFilter<Query>;

/** The parameters of a list's address. */
export type ListSearch = Readonly<Record<string, string | undefined>>;

/** What the server is asked for an address: what it does not know is left out. */
export function queryOf<Query>(filters: readonly ListFilter<Query>[], search: ListSearch): Partial<Query> {
  return Object.assign({}, ...filters.map((filter) => asked(filter, search[filter.name])));
}

/** The same without the order. */
export function narrowingQueryOf<Query>(filters: readonly ListFilter<Query>[], search: ListSearch): Partial<Query> {
  return queryOf(
    filters.filter(({ kind }) => kind !== "order"),
    search,
  );
}

/** Whether the address narrows the list at all. */
export function narrows<Query>(filters: readonly ListFilter<Query>[], search: ListSearch): boolean {
  return Object.keys(narrowingQueryOf(filters, search)).length > 0;
}

function asked<Query>(filter: ListFilter<Query>, value: string | undefined): Partial<Query> {
  if (filter.kind === "choice" || filter.kind === "order") {
    const chosen = filter.options.find((option) => option.value === value);
    return chosen?.asks ?? (filter.kind === "order" ? filter.otherwise.asks : {});
  }
  return value === undefined ? {} : filter.asks(value);
}
