import { isName } from "../attribute-path/attribute-name.ts";
import { type MessageMembers, readList, readMembers, readText } from "../messages/read-message.ts";
import { describeJsonType, type JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { coreUserUrn, enterpriseUserUrn, isUrn } from "../urns.ts";
import type { AttributeDefinition, AttributeType } from "./attribute.ts";
import { checkText } from "./check-text.ts";
import { type Schema, schema } from "./schema.ts";

/** Attributes of one schema at most, their sub-attributes included. */
export const maxAttributes = 500;

const maxNameLength = 100;
const maxUrnLength = 200;
const maxTextLength = 2_000;
/** Canonical values, or reference types, of one attribute. */
const maxValues = 200;

const documentMembers = ["schemas", "id", "meta", "name", "description", "attributes"];
const types = ["string", "boolean", "decimal", "integer", "dateTime", "binary", "reference", "complex"] as const;
const mutabilities = ["readOnly", "readWrite", "immutable", "writeOnly"] as const;
const returnedChoices = ["always", "never", "default", "request"] as const;
const uniquenesses = ["none", "server", "global"] as const;
const characteristics = [
  "name",
  "type",
  "multiValued",
  "description",
  "required",
  "canonicalValues",
  "caseExact",
  "mutability",
  "returned",
  "uniqueness",
  "referenceTypes",
  "subAttributes",
];

/** What the standard defines itself, and what stands for its messages: nobody's to redefine. */
const reservedPrefixes = ["urn:ietf:params:scim:schemas:core:", "urn:ietf:params:scim:api:"];

/**
 * Makes the schema that a Schema document describes (RFC 7643 section 7): the inverse of `describeSchema`. What the
 * document leaves out has the defaults of section 2.2; `schemas` and `meta` say nothing. What the standard fixes holds
 * whatever the document says: binary and reference values are case exact, write-only ones are never returned, and a
 * `password` is never stored.
 *
 * @throws {ScimError} invalidSyntax or invalidValue, beginning with the place (`attributes[2].subAttributes[0].type`): a
 * member that there is not, a wrong type, a malformed or reserved name or URN, two attributes of one name,
 * characteristics that do not go together, more than 500 attributes
 *
 * @example
 * schemaFromDocument({ id: "urn:example:badge:1.0", name: "Badge", attributes: [{ name: "number" }] });
 */
export function schemaFromDocument(document: JsonValue): Schema {
  const members = readMembers(document, "The document");
  checkMembers(members, documentMembers, "");
  const id = readUrn(members);
  const budget = { left: maxAttributes };
  const attributes = readAttributes(members, "attributes", "", budget);
  if (attributes === undefined) refuse("attributes", "expected an array of attributes, found nothing");
  return schema({
    id,
    name: readBounded(members, "name", "", maxNameLength) ?? id.slice(id.lastIndexOf(":") + 1),
    description: readBounded(members, "description", "", maxTextLength) ?? "",
    attributes,
  });
}

function readUrn(members: MessageMembers): string {
  const id = readText(members, "id");
  if (id === undefined) refuse("id", "expected the schema's URN, found nothing");
  if (id.length > maxUrnLength || !isUrn(id) || id.endsWith(":")) {
    refuse("id", `expected a URN of at most ${maxUrnLength} visible ASCII characters, such as urn:example:badge:1.0`);
  }
  const lower = id.toLowerCase();
  if (reservedPrefixes.some((prefix) => lower.startsWith(prefix)) || lower === enterpriseUserUrn.toLowerCase()) {
    refuse("id", `${id} is reserved for the standard's own schemas and messages, such as ${coreUserUrn}`);
  }
  return id;
}

function readAttributes(
  members: MessageMembers,
  name: "attributes" | "subAttributes",
  where: string,
  budget: { left: number },
): AttributeDefinition[] | undefined {
  const list = readList(members, name, where);
  if (list === undefined) return undefined;
  if (list.length === 0) refuse(where + name, "expected at least one attribute");
  const seen = new Set<string>();
  return list.map((element, index) => {
    const here = `${where}${name}[${index}]`;
    budget.left -= 1;
    if (budget.left < 0) refuse(here, `expected at most ${maxAttributes} attributes in one schema`);
    const attribute = readAttribute(readMembers(element, here), here, name === "subAttributes", budget);
    const folded = attribute.name.toLowerCase();
    if (seen.has(folded)) refuse(`${here}.name`, `there is an attribute called ${attribute.name} already`);
    seen.add(folded);
    return attribute;
  });
}

function readAttribute(
  members: MessageMembers,
  where: string,
  isSub: boolean,
  budget: { left: number },
): AttributeDefinition {
  const at = `${where}.`;
  checkMembers(members, characteristics, at);
  const type = readChoice(members, "type", at, types) ?? "string";
  const name = readName(members, at, isSub, type);
  const mutability = readChoice(members, "mutability", at, mutabilities) ?? "readWrite";
  const returned = readChoice(members, "returned", at, returnedChoices) ?? "default";
  const isSecret = mutability === "writeOnly";
  return {
    name,
    type,
    multiValued: readFlag(members, "multiValued", at),
    description: readBounded(members, "description", at, maxTextLength) ?? "",
    required: readFlag(members, "required", at),
    caseExact: type === "binary" || type === "reference" || readFlag(members, "caseExact", at),
    mutability,
    returned: isSecret ? "never" : returned,
    uniqueness: readUniqueness(members, at, type),
    canonicalValues: readTexts(members, "canonicalValues", at),
    referenceTypes: readReferenceTypes(members, at, type),
    stored: !(isSecret && name.toLowerCase() === "password"),
    ...readSubAttributes(members, at, type, isSub, budget),
  };
}

function readName(members: MessageMembers, at: string, isSub: boolean, type: AttributeType): string {
  const name = readText(members, "name", at);
  if (name === undefined) refuse(`${at}name`, "expected the attribute's name, found nothing");
  if (name.length > maxNameLength || !isName(name, 0, name.length)) {
    refuse(
      `${at}name`,
      `expected a letter, then letters, digits, "-", "_" or "$", at most ${maxNameLength} characters, and none of the names that reach a prototype`,
    );
  }
  if (name.startsWith("$") && !(isSub && type === "reference")) {
    refuse(`${at}name`, "$ref is the name of a sub-attribute of the type reference");
  }
  return name;
}

function readUniqueness(members: MessageMembers, at: string, type: AttributeType) {
  const uniqueness = readChoice(members, "uniqueness", at, uniquenesses) ?? "none";
  if (uniqueness !== "none" && (type === "boolean" || type === "binary" || type === "complex")) {
    refuse(`${at}uniqueness`, `values of the type ${type} are not unique: expected none, found ${uniqueness}`);
  }
  return uniqueness;
}

function readReferenceTypes(members: MessageMembers, at: string, type: AttributeType): string[] {
  const referenceTypes = readTexts(members, "referenceTypes", at);
  if (referenceTypes.length > 0 && type !== "reference") {
    refuse(`${at}referenceTypes`, `only an attribute of the type reference has them, found the type ${type}`);
  }
  return referenceTypes;
}

function readSubAttributes(
  members: MessageMembers,
  at: string,
  type: AttributeType,
  isSub: boolean,
  budget: { left: number },
): { subAttributes?: AttributeDefinition[] } {
  if (type === "complex" && isSub) {
    refuse(`${at}type`, "a sub-attribute is not complex (RFC 7643 section 2.3.8)");
  }
  if (type !== "complex") {
    if (!members.has("subattributes")) return {};
    refuse(`${at}subAttributes`, `only a complex attribute has sub-attributes, found the type ${type}`);
  }
  const subAttributes = readAttributes(members, "subAttributes", at, budget);
  if (subAttributes === undefined) refuse(`${at}subAttributes`, "a complex attribute has sub-attributes, found none");
  return { subAttributes };
}

/** A name that is not known would have no effect, and nobody would notice. */
function checkMembers(members: MessageMembers, known: readonly string[], at: string): void {
  const folded = new Set(known.map((name) => name.toLowerCase()));
  for (const name of members.keys()) {
    if (!folded.has(name)) refuse(at + name.slice(0, maxNameLength), `expected one of ${known.join(", ")}`);
  }
}

function readFlag(members: MessageMembers, name: string, at: string): boolean {
  const value = members.get(name.toLowerCase()) ?? false;
  if (typeof value !== "boolean") refuse(at + name, `expected true or false, found ${describeJsonType(value)}`);
  return value;
}

function readChoice<Choice extends string>(
  members: MessageMembers,
  name: string,
  at: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = readText(members, name, at);
  if (text === undefined) return undefined;
  const choice = choices.find((one) => one === text);
  if (choice === undefined) refuse(at + name, `expected one of ${choices.join(", ")}, found ${shown(text)}`);
  return choice;
}

function readTexts(members: MessageMembers, name: string, at: string): string[] {
  const list = readList(members, name, at) ?? [];
  if (list.length > maxValues) refuse(at + name, `expected at most ${maxValues} values, found ${list.length}`);
  return list.map((value, index) => {
    const here = `${at}${name}[${index}]`;
    if (typeof value !== "string") refuse(here, `expected a string, found ${describeJsonType(value)}`);
    if (value.length > maxUrnLength) refuse(here, `expected at most ${maxUrnLength} characters`);
    checkText(value, here);
    return value;
  });
}

function readBounded(members: MessageMembers, name: string, at: string, most: number): string | undefined {
  const text = readText(members, name, at);
  if (text === undefined) return undefined;
  if (text.length > most) refuse(at + name, `expected at most ${most} characters, found ${text.length}`);
  checkText(text, at + name);
  return text;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function refuse(where: string, detail: string): never {
  throw new ScimError("invalidValue", `${where}: ${detail}`);
}
