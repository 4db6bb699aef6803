import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { coreUserUrn, enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { attributeOf, type Need } from "../verify/claims.ts";
import { fitsType } from "../verify/complete-body.ts";
import { expectAt, expectRefused, expectStatus, expectThat, shown, valueAt } from "../verify/expect.ts";
import type { Trial } from "../verify/trial.ts";
import { characteristicChecks } from "./characteristics.ts";
import type { Check, Section } from "./check.ts";
import { bodyOf, declared, isPlain, makeWith } from "./declared-attribute.ts";

/** Values of a user's attributes that are of another type than their schema says. */
const wrongValues: readonly (readonly [path: string, value: JsonValue])[] = [
  ["displayName", 42],
  ["displayName", { a: 1 }],
  ["displayName", ["a"]],
  ["displayName", true],
  ["active", "maybe"],
  ["active", 2],
  ["active", { value: true }],
  ["name", "Ann"],
  ["name", 7],
  ["name.givenName", { a: 1 }],
  ["emails", "ann@example.com"],
  ["emails", [42]],
  ["emails.value", 42],
  ["emails.primary", "maybe"],
  ["userName", { a: 1 }],
  ["userName", ["a", "b"]],
];

/** Puts a value at a path of one or two names; of a multi-valued attribute into its only element. */
function bodyWith(trial: Trial, path: string, value: JsonValue): JsonObject {
  const [name = "", sub] = path.split(".");
  if (sub === undefined) return trial.userBody({ [name]: value });
  const multiValued = attributeOf(trial.claims, coreUserUrn, name)?.multiValued ?? false;
  const element: JsonObject = multiValued ? { value: trial.address(trial.name("x")), [sub]: value } : { [sub]: value };
  return trial.userBody({ [name]: multiValued ? [element] : element });
}

const wrongValueChecks = wrongValues.flatMap(([path, value]): Check[] => {
  const what = `${path} as ${JSON.stringify(value)}`;
  const needs: readonly Need[] = [`User:${path}`];
  return [
    {
      shows: ["R7643-7-04", "R7644-3.12-invalidValue"],
      needs,
      title: `${what} is never kept as it was sent`,
      run: async (trial) => {
        const answer = await trial.send("POST", trial.users, bodyWith(trial, path, value));
        if (answer.status >= 400 && answer.status < 500) return;
        expectStatus(answer, 201);
        const stored = await trial.read(`${trial.users}/${encodeURIComponent(String(answer.body?.["id"]))}`);
        const [name = ""] = path.split(".");
        const attribute = attributeOf(trial.claims, coreUserUrn, name);
        const found = valueAt(stored, name);
        const right = found === undefined || attribute === undefined || fitsType(attribute, found);
        expectThat(right, name, `nothing, or ${attribute?.type ?? "the declared type"}`, shown(found));
      },
    },
    {
      shows: ["ROWN-4-01", "R7644-3.12-invalidValue"],
      level: "should",
      needs,
      title: `${what} is refused as invalidValue`,
      run: async (trial) => {
        const answer = await trial.send("POST", trial.users, bodyWith(trial, path, value));
        expectRefused(answer, 400, "invalidValue");
      },
    },
  ];
});

interface TypeRow {
  readonly type: string;
  readonly right: readonly JsonValue[];
  readonly wrong: readonly JsonValue[];
  readonly shows: string;
}

const typeRows: readonly TypeRow[] = [
  { type: "string", right: ["plain", "Ünïcödé 李", 'quo"te\\ back'], wrong: [7, true], shows: "R7643-2.3.1-01" },
  { type: "boolean", right: [true, false], wrong: ["maybe", 2], shows: "R7643-2.3.2-01" },
  { type: "decimal", right: [7.25, -0.5, 3], wrong: ["7.25", true], shows: "R7643-2.3.3-01" },
  { type: "integer", right: [7, -12, 2_147_483_647], wrong: [7.5, "7"], shows: "R7643-2.3.4-01" },
  {
    type: "dateTime",
    right: ["2026-02-03T04:05:06Z", "2026-02-03T04:05:06.789Z", "2026-02-03T04:05:06+01:00"],
    wrong: ["2026-02-03", "soon", 1_770_000_000],
    shows: "R7643-2.3.5-01",
  },
  { type: "binary", right: ["AQIDBA==", "aGVsbG8="], wrong: ["???", 7], shows: "R7643-2.3.6-01" },
  { type: "reference", right: ["https://example.com/A"], wrong: [7, true], shows: "R7643-2.3.7-01" },
];

const typeChecks = typeRows.flatMap(({ type, right, wrong, shows }): Check[] => {
  const find = (trial: Trial) =>
    declared(trial, `single-valued attribute of type ${type} that can be written`, (attribute) => {
      const free = attribute.uniqueness === "none" && attribute.canonicalValues.length === 0;
      return attribute.type === type && !attribute.multiValued && isPlain(attribute) && free;
    });
  return [
    {
      shows: [shows],
      title: `a value of type ${type} reads back as it was sent`,
      run: async (trial) => {
        const found = find(trial);
        for (const value of right) {
          const { path } = await makeWith(trial, found, value);
          const stored = await trial.read(path);
          if (type === "dateTime") {
            const same = Date.parse(String(stored[found.attribute.name])) === Date.parse(String(value));
            expectThat(same, found.attribute.name, `the instant ${String(value)}`, shown(stored[found.attribute.name]));
          } else if (value !== false) expectAt(stored, found.attribute.name, value, type !== "string");
          else expectThat(stored[found.attribute.name] === false, found.attribute.name, "false", "another");
        }
      },
    },
    {
      shows: [shows, "R7644-3.12-invalidValue"],
      title: `what is no value of type ${type} is refused with 400, or not kept as it was sent`,
      run: async (trial) => {
        const found = find(trial);
        for (const value of wrong) {
          const body = bodyOf(trial, found.type, { [found.attribute.name]: value });
          const answer = await trial.send("POST", found.type.endpoint, body);
          if (answer.status === 400) continue;
          expectStatus(answer, 201);
          const kept = valueAt(answer.body, found.attribute.name);
          expectThat(kept !== value, found.attribute.name, "400, or another value", shown(kept));
        }
      },
    },
  ];
});

const listChecks: readonly Check[] = [
  {
    shows: ["R7643-2.4-06", "AMB-59"],
    needs: ["User:emails.type"],
    title: "two e-mail addresses of one type are both kept",
    run: async (trial) => {
      const emails = ["a", "b"].map((one) => ({ value: trial.address(trial.name(one)), type: "work" }));
      const { path } = await trial.user({ emails });
      expectAt(await trial.read(path), "emails", emails);
    },
  },
  {
    shows: ["R7643-2.4-07"],
    level: "should",
    needs: ["User:emails.type"],
    title: "the same value with the same type is kept once",
    run: async (trial) => {
      const email = { value: trial.address(trial.name("twice")), type: "work" };
      const answer = await trial.send("POST", trial.users, trial.userBody({ emails: [email, email] }));
      if (answer.status === 400) return;
      expectStatus(answer, 201);
      expectAt(answer.body, "emails", [email]);
    },
  },
  {
    shows: ["R7643-7-03", "AMB-67"],
    level: "should",
    needs: ["User:emails.type"],
    title: "a type that is not among the canonical values is kept",
    run: async (trial) => {
      const emails = [{ value: trial.address(trial.name("odd")), type: "rv-odd" }];
      const { path } = await trial.user({ emails });
      expectAt(await trial.read(path), "emails", emails);
    },
  },
  {
    shows: ["AMB-65", "R7643-7-01"],
    level: "should",
    needs: ["User:phoneNumbers"],
    title: "a telephone number is kept as it was sent, as clients that compare rely on",
    run: async (trial) => {
      const phoneNumbers = [{ value: "+1 (555) 01-00", type: "work" }];
      const { path } = await trial.user({ phoneNumbers });
      expectAt(await trial.read(path), "phoneNumbers", phoneNumbers, true);
    },
  },
  {
    shows: ["R7643-4.3-01"],
    needs: ["enterprise", "Enterprise:manager"],
    title: "a manager is kept by id",
    run: async (trial) => {
      const manager = await trial.user();
      const { path } = await trial.user({ [enterpriseUserUrn]: { manager: { value: manager.id } } });
      expectAt(await trial.read(path), [enterpriseUserUrn, "manager", "value"], manager.id, true);
    },
  },
  {
    shows: ["R7643-2.5-01", "ROWN-4-02"],
    needs: ["User:name"],
    title: "a complex value whose sub-attributes are all null has no value",
    run: async (trial) => {
      const nothing = { givenName: null, familyName: null };
      const answer = await trial.send("POST", trial.users, trial.userBody({ name: nothing }));
      // One that is required cannot be null.
      if (answer.status === 400) return;
      expectStatus(answer, 201);
      expectThat(valueAt(answer.body, "name") === undefined, "name", "no value", shown(answer.body?.["name"]));
    },
  },
  {
    shows: ["AMB-16"],
    level: "should",
    title: "an attribute that no schema knows does not stand in the way of a create",
    run: async (trial) => {
      const body = trial.userBody({ rvNoSuchAttribute: "x" });
      expectStatus(await trial.send("POST", trial.users, body), 201);
    },
  },
];

export const dataTypes: Section = {
  name: "data-types",
  title: "Data types and characteristics",
  source: "RFC 7643 sections 2 and 7",
  needs: ["users"],
  checks: [...typeChecks, ...wrongValueChecks, ...listChecks, ...characteristicChecks],
};
