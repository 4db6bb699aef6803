/**
 * How a value stands in SQL: `json` in the searchable copy, `text` in a form that is compared as it is, `key` the same in
 * a column with an index, `uuid`, `boolean`, and `instant` (a timestamptz).
 */
export type ValueForm = "json" | "text" | "key" | "uuid" | "boolean" | "instant";

/** Where in the database the values of an attribute are found. */
export interface Place {
  readonly form: ValueForm;
  /** A resource (in brackets: an element) has at most one value here. */
  readonly single: boolean;
  /** SQL of the value, null where there is none; undefined where there may be several. */
  readonly value?: string;
  /** SQL that tells whether there is a value: true or false. */
  readonly present: string;
  /** SQL that tells whether some value fulfils a condition, made from the SQL of one value: true, or false or null. */
  some(condition: (value: string) => string): string;
  /** SQL that tells whether some value equals a text, where an index serves that better than `some` does. */
  readonly equals?: (operand: string) => string;
}

/** The value of a column or expression that may be null. */
export function nullablePlace(form: ValueForm, sql: string): Place {
  return {
    form,
    single: true,
    value: sql,
    present: `(${sql} is not null)`,
    some: (condition) => `(${condition(sql)})`,
  };
}

/** The value of a column or expression that is never null. */
export function certainPlace(form: ValueForm, sql: string): Place {
  return { ...nullablePlace(form, sql), present: "true" };
}

/** An attribute without any values. */
export const emptyPlace: Place = nullablePlace("text", '(null::text collate "C")');
