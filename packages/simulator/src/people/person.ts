/**
 * How a source sees a person's access: `assigned` has it; `disabled` belongs to the source but may not sign in;
 * `unassigned` has left the scope of what the source provisions.
 */
export type Access = "assigned" | "disabled" | "unassigned";

/** Somebody as the source's own directory holds them. What the source sends is made from this. */
export interface Person {
  /** The source's own id, stable through renames; it travels as `externalId`. */
  readonly key: string;
  readonly userName: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  readonly locale: string;
  readonly title: string;
  readonly department: string;
  readonly employeeNumber: string;
  readonly mobile: string;
  readonly managerKey: string | undefined;
  readonly access: Access;
}

/** A group as the source holds it. */
export interface PeopleGroup {
  readonly key: string;
  readonly displayName: string;
  /** The department whose people the group holds, whatever it is called; undefined for any other group. */
  readonly department: string | undefined;
  readonly memberKeys: ReadonlySet<string>;
}
