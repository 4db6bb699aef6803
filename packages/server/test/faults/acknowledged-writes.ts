import { isObject, type JsonObject, type JsonValue, own } from "@rollcall/scim/resource.ts";
import { textAt } from "@rollcall/simulator/scim-answer.ts";
import type { AcknowledgedWrite } from "@rollcall/simulator/scim-client.ts";

/** What a client may rely on: the newest acknowledged answer per user, the newest acknowledged word per membership. */
export class AcknowledgedWrites {
  /** By SCIM id; undefined for a user whose deletion was acknowledged. */
  readonly users = new Map<string, JsonObject | undefined>();
  /** By SCIM id of the group, then of the member: whether it was last added (true) or removed (false). */
  readonly memberships = new Map<string, Map<string, boolean>>();
  count = 0;

  add(write: AcknowledgedWrite): void {
    this.count += 1;
    const [, type, id] = write.path.split("/");
    if (type === "Users") this.#addUser(write, id);
    else if (type === "Groups") this.#addGroup(write, id);
  }

  #addUser({ method, answer }: AcknowledgedWrite, id: string | undefined): void {
    if (method === "DELETE" && id !== undefined) {
      this.users.set(id, undefined);
      for (const members of this.memberships.values()) members.delete(id);
      return;
    }
    const answered = textAt(answer, "id");
    if (answer !== undefined && answered !== undefined) this.users.set(answered, answer);
  }

  #addGroup({ method, answer, body }: AcknowledgedWrite, id: string | undefined): void {
    if (method === "POST") this.memberships.set(textAt(answer, "id") ?? "", new Map());
    if (id === undefined || !isObject(body)) return;
    const members = this.memberships.get(id) ?? new Map<string, boolean>();
    this.memberships.set(id, members);
    for (const operation of objects(own(body, "Operations"))) {
      const added = textAt(operation, "op")?.toLowerCase() === "add";
      for (const { value } of objects(own(operation, "value"))) {
        if (typeof value === "string") members.set(value, added);
      }
      const filtered = /^members\[value eq "(.+)"\]$/.exec(textAt(operation, "path") ?? "")?.[1];
      if (filtered !== undefined) members.set(filtered, false);
    }
  }
}

function objects(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The number in a weak ETag of the form `W/"7"`. */
export function versionOf(resource: JsonObject): number {
  const version = /^W\/"(\d+)"$/.exec(textAt(resource, "meta", "version") ?? "")?.[1];
  if (version === undefined)
    throw new Error(`expected a version like W/"7", found ${JSON.stringify(resource["meta"])}`);
  return Number(version);
}
