import type { ComparisonOperator } from "@rollcall/scim/filter/filter.ts";
import { isObject, type JsonObject, type JsonValue, own, type Resource } from "@rollcall/scim/resource.ts";
import type { Attribute, AttributeType } from "@rollcall/scim/schema/attribute.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { type ResourceType, resourceType } from "@rollcall/scim/schema/resource-type.ts";
import { schema } from "@rollcall/scim/schema/schema.ts";
import fc from "fast-check";

/** A type with what the core types lack: numbers, instants, values of values, and names that need escaping in SQL. */
const badgeResourceType = resourceType({
  name: "Badge",
  endpoint: "/Badges",
  description: "Badges.",
  schema: schema({
    id: "urn:example:badge:1.0",
    name: "Badge",
    description: "A badge.",
    attributes: [
      { name: "label", description: "Label.", required: true, caseExact: true },
      { name: "floor", description: "Floor.", type: "integer" },
      { name: "height", description: "Metres.", type: "decimal" },
      { name: "issued", description: "When it was issued.", type: "dateTime" },
      { name: "key", description: "Key.", type: "binary" },
      { name: "revoked", description: "Whether it is revoked.", type: "boolean" },
      { name: "tags", description: "Tags.", multiValued: true },
      { name: "visits", description: "When it was used.", type: "dateTime", multiValued: true },
      {
        name: "doors",
        description: "Doors that it opens.",
        type: "complex",
        multiValued: true,
        subAttributes: [
          { name: "value", description: "Door.", caseExact: true },
          { name: "since", description: "Since when.", type: "dateTime" },
          { name: "level", description: "Level.", type: "integer" },
          { name: "open", description: "Whether it stands open.", type: "boolean" },
          { name: "keys", description: "Keys.", type: "binary" },
          { name: "names", description: "Names of the door.", multiValued: true },
        ],
      },
    ],
  }),
  extensions: [
    {
      required: false,
      schema: schema({
        id: "urn:example:o'brien:1.0",
        name: "O'Brien",
        description: "An extension whose name has a quote.",
        attributes: [
          { name: "colour-$1", description: "Colour." },
          { name: "sizes", description: "Sizes.", type: "decimal", multiValued: true },
          {
            name: "maker",
            description: "Maker.",
            type: "complex",
            subAttributes: [
              { name: "value", description: "Name." },
              { name: "founded", description: "When.", type: "dateTime" },
            ],
          },
        ],
      }),
    },
  ],
});

export const generatedTypes = { User: userResourceType, Group: groupResourceType, Badge: badgeResourceType };
export type GeneratedTypeName = keyof typeof generatedTypes;

/** Few and short, so that values and literals often meet; each has something that SQL, JSON or case folding may trip on. */
const pieces = [
  ["a", "A", "b", "ann", "ANN", "0", "10", "true", "null", "{}", " ", "-", "%", "_", "\\", "'", '"', "$1", "?"],
  ["ß", "SS", "ﬁ", "fi", "É", "e\u0301", "é", "Å", "A\u030a", "ı", "i", "I", "İ", "Σ", "ς", "σ", "\uff41"],
  ["用户", "\ud7ff", "\ue000", "\uffee", "🙂", "\u{10ffff}"],
].flat();

const word = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(""));
const type = fc.constantFrom("work", "home", "Work", "other");
const wholeNumber = fc.constantFrom(0, 1, -1, 9, 10, 2 ** 53 - 1);
const number = fc.oneof(
  wholeNumber,
  fc.constantFrom(0.1, 0.30000000000000004, 1.5, -1e-7, 1e21, 5e-324, 1.7976931348623157e308),
);
const dateTimes = [
  ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.5", "2025-12-31T24:00:00Z"],
  ["2026-01-01T00:00:00.123456789Z", "2026-01-01T00:00:00.1234567Z", "2026-01-01T00:00:00.12345678Z"],
  ["2026-01-01T00:00:00.000000001Z", "1969-12-31T23:59:59.999999999Z", "1970-01-01T00:00:00.000000001Z"],
  ["0000-01-01T00:00:00+14:00", "9999-12-31T24:00:00-14:00"],
].flat();
const dateTime = fc.constantFrom(...dateTimes);
const binary = fc.constantFrom("AQIDBA==", "AQIDBA", "/+8=", "AQ==", "aq==");

/** Ids that resources may have, of which a data set takes the first ones. */
export const generatedIds = Array.from(
  { length: 24 },
  (_, index) => `${(index % 16).toString(16).repeat(8)}-0000-7000-8000-${String(index).padStart(12, "0")}`,
);

const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const email = fc.record({
  value: sometimes(word),
  type: sometimes(type),
  primary: fc.constant(undefined),
  display: sometimes(word),
});

const user = fc.record({
  userName: word,
  externalId: sometimes(word),
  displayName: sometimes(word),
  title: sometimes(word),
  active: sometimes(fc.boolean()),
  name: sometimes(fc.record({ givenName: sometimes(word), familyName: sometimes(word) })),
  emails: sometimes(fc.array(email, { maxLength: 3 })),
  roles: sometimes(fc.array(fc.record({ value: word, primary: sometimes(fc.constant(false)) }), { maxLength: 2 })),
  x509Certificates: sometimes(fc.array(fc.record({ value: binary }), { maxLength: 2 })),
  profileUrl: sometimes(fc.constantFrom("https://example.com/A", "https://example.com/a")),
  department: sometimes(word),
  manager: sometimes(fc.record({ value: fc.constantFrom(...generatedIds.slice(0, 6)) })),
  "urn:example:unknown:1.0": sometimes(fc.record({ Colour: word })),
});

const group = fc.record({ displayName: word, externalId: sometimes(word) });

const badge = fc.record({
  label: word,
  externalId: sometimes(word),
  floor: sometimes(wholeNumber),
  height: sometimes(number),
  issued: sometimes(dateTime),
  key: sometimes(binary),
  revoked: sometimes(fc.boolean()),
  tags: sometimes(fc.array(word, { maxLength: 3 })),
  visits: sometimes(fc.array(dateTime, { maxLength: 3 })),
  doors: sometimes(
    fc.array(
      fc.record({
        value: sometimes(word),
        since: sometimes(dateTime),
        level: sometimes(wholeNumber),
        open: sometimes(fc.boolean()),
        keys: sometimes(binary),
        names: sometimes(fc.array(word, { maxLength: 2 })),
      }),
      { maxLength: 3 },
    ),
  ),
  "urn:example:o'brien:1.0": sometimes(
    fc.record({
      "colour-$1": sometimes(word),
      sizes: sometimes(fc.array(number, { maxLength: 2 })),
      maker: sometimes(fc.record({ value: sometimes(word), founded: sometimes(dateTime) })),
    }),
  ),
});

const ownInstant = fc.constantFrom("2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.123Z", "2026-01-01T01:00:00.000Z");

/** What a client sends, and when it arrives. */
const arriving = <T>(body: fc.Arbitrary<T>, count: number) =>
  fc.array(
    fc.record({ body: body as unknown as fc.Arbitrary<JsonObject>, created: ownInstant, modified: ownInstant }),
    {
      minLength: 1,
      maxLength: count,
    },
  );

/** Resources of every type; of the groups, who is in them: places in the list of all users and groups. */
export const generatedResources = fc.record({
  User: arriving(user, 8),
  Group: arriving(group, 4),
  Badge: arriving(badge, 6),
  memberships: fc.array(fc.tuple(fc.nat(3), fc.nat(11)), { maxLength: 12 }),
});

const operatorsOf = {
  string: ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"],
  reference: ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"],
  boolean: ["eq", "ne"],
  integer: ["eq", "ne", "gt", "ge", "lt", "le"],
  decimal: ["eq", "ne", "gt", "ge", "lt", "le"],
  dateTime: ["eq", "ne", "gt", "ge", "lt", "le"],
  binary: ["eq", "ne"],
  complex: [],
} as const satisfies Record<AttributeType, readonly ComparisonOperator[]>;

/** A literal of a generated filter: a value, or part of one, that some resource has at a path; else `otherwise`. */
interface Quoted {
  readonly path: readonly string[];
  readonly index: number;
  readonly part: "all" | "start" | "end" | "middle";
  readonly otherwise: string;
}

/** A generated filter, whose literals are filled in when the resources are there. */
export type FilterTemplate = readonly (string | Quoted)[];

/** Writes a generated filter for the resources that it will be tried on. */
export function fillIn(template: FilterTemplate, resources: readonly Resource[]): string {
  return template.map((part) => (typeof part === "string" ? part : quote(part, resources))).join("");
}

function quote({ path, index, part, otherwise }: Quoted, resources: readonly Resource[]): string {
  const values = path.reduce<JsonValue[]>(
    (found, name) => found.flatMap((value) => (isObject(value) ? (own(value, name) ?? []) : [])).flat(),
    [...resources],
  );
  const value = values[index % values.length];
  if (value === undefined || isObject(value)) return otherwise;
  return JSON.stringify(typeof value === "string" ? cut(Array.from(value), part).join("") : value);
}

function cut<T>(all: readonly T[], part: Quoted["part"]): readonly T[] {
  const half = Math.ceil(all.length / 2);
  if (part === "start") return all.slice(0, half);
  return part === "end" ? all.slice(-half) : part === "middle" ? all.slice(1, -1) : all;
}

function anyLiteral(attribute: Attribute): fc.Arbitrary<string> {
  switch (attribute.type) {
    case "boolean":
      return fc.constantFrom("true", "false", '"True"');
    case "integer":
    case "decimal":
      return number.map(String);
    case "dateTime":
      return dateTime.map((text) => JSON.stringify(text));
    case "binary":
      return binary.map((text) => JSON.stringify(text));
    default:
      return fc.oneof(word, type, fc.constantFrom("", "user", ...generatedIds)).map((text) => JSON.stringify(text));
  }
}

function term(name: string, path: readonly string[], attribute: Attribute): fc.Arbitrary<FilterTemplate> {
  const present = fc.constant([`${name} pr`]);
  const compared = attribute.type === "complex" ? attribute.subAttributes.get("value") : attribute;
  if (compared === undefined) return present;
  const isText = compared.type === "string" || compared.type === "reference";
  const literal = fc.record({
    path: fc.constant(compared === attribute ? path : [...path, compared.name]),
    index: fc.nat(20),
    part: isText ? fc.constantFrom("all", "start", "end", "middle") : fc.constant("all" as const),
    otherwise: anyLiteral(compared),
  });
  const comparison = fc
    .tuple(fc.constantFrom(...operatorsOf[compared.type]), fc.oneof(literal, literal, anyLiteral(compared)))
    .map(([operator, value]) => [`${name} ${operator} `, value]);
  return fc.oneof({ weight: 1, arbitrary: present }, { weight: 6, arbitrary: comparison });
}

function combined(leaf: fc.Arbitrary<FilterTemplate>, depth: number): fc.Arbitrary<FilterTemplate> {
  if (depth === 0) return leaf;
  const inner = combined(leaf, depth - 1);
  const pair = fc.tuple(inner, fc.constantFrom(" and ", " or "), inner);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: inner.map((one) => ["not (", ...one, ")"]) },
    { weight: 2, arbitrary: pair.map(([left, operator, right]) => ["(", ...left, operator, ...right, ")"]) },
  );
}

/** Every attribute, sub-attribute and pair of brackets of a type, in any combination. */
export function generatedFilters(resource: ResourceType): fc.Arbitrary<FilterTemplate> {
  const leaves: fc.Arbitrary<FilterTemplate>[] = [];
  const tables = [
    { prefix: "", path: [] as string[], attributes: resource.attributes },
    ...resource.extensions.map(({ schema: { id, attributes } }) => ({ prefix: `${id}:`, path: [id], attributes })),
  ];
  for (const { prefix, path: container, attributes } of tables) {
    for (const attribute of attributes.values()) {
      if (attribute.returned === "never") continue;
      const name = `${prefix}${attribute.name}`;
      const path = [...container, attribute.name];
      const inner = [...attribute.subAttributes.values()];
      leaves.push(term(name, path, attribute));
      for (const sub of inner) leaves.push(term(`${name}.${sub.name}`, [...path, sub.name], sub));
      if (!attribute.multiValued && attribute.type !== "complex") continue;
      const element =
        inner.length === 0
          ? [term("value", path, attribute)]
          : inner.map((sub) => term(sub.name, [...path, sub.name], sub));
      leaves.push(combined(fc.oneof(...element), 2).map((filter) => [`${name}[`, ...filter, "]"]));
    }
  }
  return combined(fc.oneof(...leaves), 2);
}

export const generatedBaseUrl = "https://scim.example.com/scim/app/v2";
