import { DatabaseSync } from "node:sqlite";
import type { CopyStep } from "@rollcall/admin-api/follow-directory.ts";

const schema = `
  create table if not exists state (name text primary key, value text not null) strict;
  create table if not exists people (
    id text primary key, status text not null, attributes text not null, created_at text not null, round integer not null
  ) strict;
  create table if not exists groups (
    id text primary key, status text not null, attributes text not null, created_at text not null, round integer not null
  ) strict;
  create table if not exists memberships (
    group_id text not null, member_id text not null, primary key (member_id, group_id)
  ) strict;
  create index if not exists memberships_of_group on memberships (group_id);
`;

type Table = "people" | "groups";
type Copied = Extract<CopyStep, { kind: "snapshot" }>["users" | "groups"][number];

/** A copy of the directory in a SQLite file: each step in one transaction with the cursor, so that a crash loses nothing. */
export class DirectoryCopy {
  readonly #database: DatabaseSync;

  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    // What is committed survives the process and the machine.
    this.#database.exec("pragma journal_mode = wal; pragma synchronous = full;");
    this.#database.exec(schema);
  }

  /** Where the feed goes on; undefined while there is no complete copy. */
  get cursor(): string | undefined {
    return this.#state("cursor");
  }

  do(step: CopyStep): void {
    this.#database.exec("begin immediate");
    try {
      this.#carryOut(step);
      this.#database.exec("commit");
    } catch (error) {
      this.#database.exec("rollback");
      throw error;
    }
  }

  /** Everything that it holds, in the order of ids. */
  read() {
    const of = (table: Table) =>
      this.#database
        .prepare(`select id, status, attributes from ${table} order by id`)
        .all()
        .map(({ id, status, attributes }) => ({
          id: String(id),
          status: String(status),
          attributes: JSON.parse(String(attributes)) as unknown,
          groupIds: this.#database
            .prepare("select group_id from memberships where member_id = ? order by group_id")
            .all(String(id))
            .map(({ group_id }) => String(group_id)),
        }));
    return { users: of("people"), groups: of("groups") };
  }

  close(): void {
    this.#database.close();
  }

  #carryOut(step: CopyStep): void {
    switch (step.kind) {
      case "start":
        // The copy that there is stays until the new one is complete.
        this.#keep("round", String(this.#round + 1));
        this.#run("delete from state where name = 'cursor'");
        return;
      case "snapshot":
        for (const user of step.users) this.#put("people", user);
        for (const group of step.groups) this.#put("groups", group);
        return;
      case "end":
        for (const table of ["people", "groups"]) this.#run(`delete from ${table} where round < ?`, this.#round);
        this.#run("delete from memberships where member_id not in (select id from people union select id from groups)");
        this.#keep("cursor", step.cursor);
        return;
      case "changes":
        for (const user of step.users) this.#put("people", user);
        for (const group of step.groups) this.#put("groups", group);
        for (const id of step.goneUserIds) this.#remove("people", id);
        for (const id of step.goneGroupIds) this.#remove("groups", id);
        for (const { groupId, userIds, groupIds } of step.members) {
          this.#run("delete from memberships where group_id = ?", groupId);
          for (const id of [...userIds, ...groupIds]) this.#join(groupId, id);
        }
        this.#keep("cursor", step.cursor);
    }
  }

  #put(table: Table, { id, status, attributes, groupIds, createdAt }: Copied): void {
    const values = [id, status, JSON.stringify(attributes), createdAt, this.#round];
    this.#run(
      `insert or replace into ${table} (id, status, attributes, created_at, round) values (?, ?, ?, ?, ?)`,
      ...values,
    );
    this.#run("delete from memberships where member_id = ?", id);
    for (const groupId of groupIds) this.#join(groupId, id);
  }

  #remove(table: Table, id: string): void {
    this.#run(`delete from ${table} where id = ?`, id);
    this.#run("delete from memberships where member_id = ?", id);
  }

  #join(groupId: string, memberId: string): void {
    this.#run("insert or ignore into memberships (group_id, member_id) values (?, ?)", groupId, memberId);
  }

  /** Counts the snapshots that were begun. */
  get #round(): number {
    return Number(this.#state("round") ?? 0);
  }

  #state(name: string): string | undefined {
    const row = this.#database.prepare("select value from state where name = ?").get(name);
    return row === undefined ? undefined : String(row["value"]);
  }

  #keep(name: string, value: string): void {
    this.#run("insert or replace into state (name, value) values (?, ?)", name, value);
  }

  #run(sql: string, ...values: (string | number)[]): void {
    this.#database.prepare(sql).run(...values);
  }
}
