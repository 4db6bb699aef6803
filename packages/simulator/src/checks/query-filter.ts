import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { coreUserUrn } from "@rollcall/scim/urns.ts";
import { attributeOf, whyNot } from "../verify/claims.ts";
import { NotApplicable } from "../verify/deviation.ts";
import { expectRefused, expectSameSet, expectThat, shown } from "../verify/expect.ts";
import { type Made, queryText, type Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";
import { filterPeople, type FilterRow, filterRows } from "./filter-cases.ts";

/** The people of the filter cases as they were made: by their key, with the prefix of this run. */
interface MadePeople {
  readonly prefix: string;
  readonly byKey: ReadonlyMap<string, Made>;
}

function madePeople(trial: Trial): Promise<MadePeople> {
  return trial.shared("filter people", async (own) => {
    const prefix = own.name("");
    const byKey = new Map<string, Made>();
    for (const [key, person] of Object.entries(filterPeople)) {
      const attributes = declaredOnly(own, inThisRun(own, person, prefix) as JsonObject);
      byKey.set(key, await own.create(own.users, withoutUsual(own, attributes)));
    }
    return { prefix, byKey };
  });
}

/** A user of these attributes: whoever has no e-mail address here has none at all, where that is allowed. */
function withoutUsual(trial: Trial, attributes: JsonObject): JsonObject {
  const { emails, ...body } = trial.userBody(attributes);
  return Object.hasOwn(attributes, "emails") || isRequired(trial, "emails") ? { ...body, emails: emails ?? [] } : body;
}

/** Puts the prefix of the run in the place of each `~`, and its domain in that of `example.com`. */
function inThisRun(trial: Trial, value: JsonValue, prefix: string): JsonValue {
  if (typeof value === "string") return textInThisRun(trial, value, prefix);
  if (Array.isArray(value)) return value.map((element) => inThisRun(trial, element, prefix));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inThisRun(trial, member, prefix)]));
}

function textInThisRun(trial: Trial, text: string, prefix: string): string {
  return text.replaceAll("~", prefix).replaceAll("@example.com", trial.address(""));
}

function isRequired(trial: Trial, path: string): boolean {
  return attributeOf(trial.claims, coreUserUrn, path)?.required ?? false;
}

function declaredOnly(trial: Trial, person: JsonObject): JsonObject {
  const always = new Set(["userName", "externalId"]);
  const known = Object.entries(person).filter(([name]) => {
    if (name.startsWith("urn:")) return whyNot(trial.claims, "enterprise") === undefined;
    return always.has(name) || whyNot(trial.claims, `User:${name}`) === undefined;
  });
  return Object.fromEntries(known);
}

function filterCheck(row: FilterRow): Check {
  const { filter, finds, shows, level, needs } = row;
  const found = finds === "invalidFilter" ? "is refused as invalidFilter" : `finds ${finds.join(", ") || "nobody"}`;
  return {
    shows,
    title: `${filter} ${found}${row.narrowed === true ? ", among those of this run" : ""}`,
    ...(level === undefined ? {} : { level }),
    ...(needs === undefined ? {} : { needs }),
    run: finds === "invalidFilter" ? (trial) => refused(trial, row) : (trial) => matches(trial, row, finds),
  };
}

async function refused(trial: Trial, { filter }: FilterRow): Promise<void> {
  const answer = await trial.get(trial.users + queryText({ filter, count: 1 }));
  expectRefused(answer, 400, "invalidFilter");
}

async function matches(trial: Trial, row: FilterRow, finds: readonly string[]): Promise<void> {
  if (row.caseExact !== undefined) {
    const [path, exact] = row.caseExact;
    const declared = attributeOf(trial.claims, coreUserUrn, path)?.caseExact ?? false;
    if (declared !== exact) throw new NotApplicable(`it declares ${path} with caseExact ${declared}`);
  }
  if (row.optional !== undefined && isRequired(trial, row.optional)) {
    throw new NotApplicable(`it requires ${row.optional}, so that nobody is without`);
  }
  const { prefix, byKey } = await madePeople(trial);
  const wanted = textInThisRun(trial, row.filter, prefix);
  const filter = row.narrowed === true ? `userName sw "${prefix}" and (${wanted})` : wanted;
  const { ids, body } = await trial.list(trial.users, { filter, count: 50 });
  const keyOf = new Map([...byKey].map(([key, { id }]) => [id, key]));
  expectSameSet(
    "Resources",
    finds,
    ids.map((id) => keyOf.get(id) ?? "somebody else"),
  );
  const total = body["totalResults"];
  expectThat(total === finds.length, "totalResults", String(finds.length), shown(total));
}

const ownChecks: readonly Check[] = [
  {
    shows: ["R7644-3.4.2.2-17"],
    title: "id eq finds the user of that id",
    run: async (trial) => {
      const { id } = await trial.user();
      const { ids } = await trial.list(trial.users, { filter: `id eq ${JSON.stringify(id)}` });
      expectSameSet("Resources", [id], ids);
    },
  },
  {
    shows: ["R7644-3.4.2.2-17"],
    title: "meta.lastModified ge its own value finds the user",
    run: async (trial) => {
      const { byKey, prefix } = await madePeople(trial);
      const made = byKey.get("dee");
      const when = (made?.resource["meta"] as JsonObject | undefined)?.["lastModified"];
      if (typeof when !== "string") throw new NotApplicable("meta has no lastModified");
      const filter = `userName sw "${prefix}d" and meta.lastModified ge ${JSON.stringify(when)}`;
      const { ids } = await trial.list(trial.users, { filter });
      expectSameSet("Resources", [made?.id ?? ""], ids);
    },
  },
  {
    shows: ["AMB-41", "R7644-3.4.2.2-03"],
    title: "a filter on an attribute that does not exist does not find everybody",
    run: async (trial) => {
      await madePeople(trial);
      const answer = await trial.get(trial.users + queryText({ filter: 'rvNoSuchAttribute eq "a"', count: 5 }));
      if (answer.status === 400) return;
      const { ids } = await trial.list(trial.users, { filter: 'rvNoSuchAttribute eq "a"', count: 5 });
      expectThat(ids.length === 0, "Resources", "none, or 400 invalidFilter", `${ids.length} resources`);
    },
  },
  {
    shows: ["R7643-4.1.1-pw2", "AMB-42"],
    needs: ["User:password"],
    title: "a filter on the password tells nothing about it",
    run: async (trial) => {
      const made = await trial.user({ password: "t1meToSay-aPassword" });
      const filter = `id eq ${JSON.stringify(made.id)} and password sw "t1me"`;
      const answer = await trial.get(trial.users + queryText({ filter }));
      if (answer.status >= 400 && answer.status < 500) return;
      const { ids } = await trial.list(trial.users, { filter });
      expectThat(ids.length === 0, "Resources", "none, or 400 invalidFilter", "the user with that password");
    },
  },
  {
    shows: ["R7644-3.4.2.2-02"],
    needs: ["groups"],
    title: "groups are found by displayName, in any case",
    run: async (trial) => {
      const { id, resource } = await trial.group();
      const displayName = String(resource["displayName"]).toUpperCase();
      const { ids } = await trial.list(trial.groups, { filter: `displayName eq "${displayName}"` });
      expectSameSet("Resources", [id], ids);
    },
  },
  {
    shows: ["R7644-3.4.2.2-12"],
    needs: ["groups", "Group:members"],
    title: "groups are found by members.value",
    run: async (trial) => {
      const user = await trial.user();
      const { id } = await trial.group([user]);
      await trial.group();
      const { ids } = await trial.list(trial.groups, { filter: `members.value eq ${JSON.stringify(user.id)}` });
      expectSameSet("Resources", [id], ids);
    },
  },
];

export const queryFilter: Section = {
  name: "query-filter",
  title: "Query by filter",
  source: "RFC 7644 section 3.4.2.2",
  needs: ["users", "filter"],
  checks: [...filterRows.map(filterCheck), ...ownChecks],
};
