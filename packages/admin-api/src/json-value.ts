/** Any JSON value. Written here, not taken from the protocol's package: this one is published alone. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [name: string]: JsonValue };
