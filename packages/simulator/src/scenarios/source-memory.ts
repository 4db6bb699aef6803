import type { JsonObject } from "@rollcall/scim/resource.ts";
import type { PeopleGroup } from "../people/person.ts";
import type { Report } from "../report.ts";
import { idOf, textAt } from "../scim-answer.ts";

export interface KnownPerson<Sent> {
  readonly id: string;
  sent: Sent;
}

export interface KnownGroup {
  readonly id: string;
  displayName: string;
  readonly memberKeys: Set<string>;
}

/** What a client remembers of the service provider: ids, and what it last sent and had acknowledged. */
export class SourceMemory<Sent> {
  readonly people = new Map<string, KnownPerson<Sent>>();
  readonly groups = new Map<string, KnownGroup>();

  ids(): Report["ids"] {
    const idsByKey = (known: ReadonlyMap<string, { readonly id: string }>): Record<string, string> =>
      Object.fromEntries([...known].map(([key, { id }]) => [key, id]));
    return { people: idsByKey(this.people), groups: idsByKey(this.groups) };
  }

  idsOf(keys: Iterable<string>): string[] {
    return [...keys].flatMap((key) => this.people.get(key)?.id ?? []);
  }

  /** What is known of people who are no longer in the source. */
  gone(present: readonly { readonly key: string }[]): [string, KnownPerson<Sent>][] {
    const keys = new Set(present.map(({ key }) => key));
    return [...this.people].filter(([key]) => !keys.has(key));
  }

  /** What is known of groups that are no longer in the source. */
  goneGroups(present: readonly PeopleGroup[]): [string, KnownGroup][] {
    const keys = new Set(present.map(({ key }) => key));
    return [...this.groups].filter(([key]) => !keys.has(key));
  }

  /** Remembers a group as it was created or found, its members unknown: clients look groups up without them. */
  rememberGroup(group: PeopleGroup, resource: JsonObject | undefined): KnownGroup {
    const displayName = textAt(resource, "displayName") ?? group.displayName;
    const known = { id: idOf(resource), displayName, memberKeys: new Set<string>() };
    this.groups.set(group.key, known);
    return known;
  }

  /** Splits what has to become of a group's members into keys to add and to remove; people without an id wait. */
  memberChanges(group: PeopleGroup): { readonly added: string[]; readonly removed: string[] } {
    const known = this.groups.get(group.key)?.memberKeys ?? new Set<string>();
    const added = [...group.memberKeys].filter((key) => !known.has(key) && this.people.has(key));
    const removed = [...known].filter((key) => !group.memberKeys.has(key));
    return { added, removed };
  }

  /** Forgets somebody who was deleted, in groups too: a service provider removes a deleted member itself. */
  forgetPerson(key: string): void {
    this.people.delete(key);
    for (const group of this.groups.values()) group.memberKeys.delete(key);
  }
}
