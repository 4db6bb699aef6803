/**
 * Whether an event type is among those wanted: by its name, or by its kind as `user.*`; none wanted means all.
 *
 * @param types an expression of text[]
 * @param type an expression of text
 */
export function wantsEventType(types: string, type: string): string {
  return `(cardinality(${types}) = 0 or exists (select from unnest(${types}) as wanted
        where ${type} = wanted or (wanted like '%.*' and starts_with(${type}, left(wanted, -1)))))`;
}
