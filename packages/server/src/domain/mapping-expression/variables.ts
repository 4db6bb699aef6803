import type { Environment } from "@marcbachmann/cel-js";
import type { JsonObject, JsonValue, Resource } from "@rollcall/scim/resource.ts";
import type { Attribute, AttributeTable } from "@rollcall/scim/schema/attribute.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { ExpressionFailure } from "./failures.ts";

/** Values of a list, and UTF-16 units of a text, that an expression may read. */
const mostEntries = 1_000;
const mostText = 16_384;

/** A value of a resource, of a class that has the sub-attributes of its attribute: CEL checks their names by it. */
type ComplexClass = new (source: JsonObject) => object;

/** What there is to say of a name. */
export interface VariableWords {
  /** As CEL names it. */
  readonly type: string;
  readonly description: string;
}

/** A name by which expressions read a resource. */
interface Variable extends VariableWords {
  readonly read: (resource: Resource) => unknown;
}

/** Where an expression finds a value: `userName`, `name.givenName`, `emails[0].value`. */
export interface VariablePath extends VariableWords {
  readonly path: string;
}

/** The names by which expressions read a resource of some type. */
export interface Variables {
  readonly names: ReadonlyMap<string, VariableWords>;
  /** The names, and below each what its value has. */
  readonly paths: readonly VariablePath[];
  /**
   * The values of some names; those that did not arrive are left out.
   *
   * @throws {ExpressionFailure} for more than an expression may read
   */
  contextOf(resource: Resource, names: readonly string[]): Readonly<Record<string, unknown>>;
}

/** Of names in other letters, such as `$ref` or `cost-center`, only `resource["…"]` can read. */
const namePattern = /^[A-Za-z][A-Za-z0-9_]*$/;

/**
 * Declares the names: each attribute by its own, the enterprise extension as `enterprise`, and `resource` for all that
 * is stored, by `resource["urn:…"]["badge"]`.
 */
export function declareVariables(environment: Environment, resourceType: ResourceType): Variables {
  const variables = new Map<string, Variable>();
  const paths: VariablePath[] = [];
  const declare = (
    name: string,
    type: string,
    description: string,
    read: Variable["read"],
    below: readonly VariablePath[] = [],
  ): void => {
    environment.registerVariable(name, type);
    variables.set(name, { type, description, read });
    paths.push({ path: name, type, description }, ...below.map((one) => ({ ...one, path: name + one.path })));
  };
  for (const attribute of resourceType.attributes.values()) {
    if (!isReadable(attribute)) continue;
    const { name, description } = attribute;
    const { typeName, convert, below } = declareAttribute(environment, attribute, "");
    declare(name, typeName, description, (resource) => convert(own(resource, name)), below);
  }
  const enterprise = resourceType.extensionsByUrn.get(enterpriseUserUrn.toLowerCase());
  if (enterprise !== undefined && !variables.has("enterprise")) {
    const { id, description } = enterprise;
    const { typeName, convert, below } = declareComplex(environment, "enterprise", enterprise.attributes);
    declare("enterprise", typeName, description, (resource) => convert(own(resource, id)), below);
  }
  if (!variables.has("resource")) {
    const description = 'All that is stored, by its names in brackets: resource["urn:…"]["badge"].';
    declare("resource", "map<string, dyn>", description, (resource) => checkSize(resource));
  }
  return {
    names: variables,
    paths,
    contextOf(resource, names) {
      const context = Object.create(null) as Record<string, unknown>;
      for (const name of names) {
        const value = variables.get(name)?.read(resource);
        if (value !== undefined) context[name] = value;
      }
      return context;
    },
  };
}

interface Declared {
  readonly typeName: string;
  /** Undefined for what did not arrive, or is of another type. */
  readonly convert: (value: JsonValue | undefined) => unknown;
  /** What its value has, with the paths that go on from it. */
  readonly below: readonly VariablePath[];
}

function declareAttribute(environment: Environment, attribute: Attribute, parent: string): Declared {
  const one =
    attribute.type === "complex"
      ? declareComplex(environment, `${parent}${attribute.name}`, attribute.subAttributes)
      : simple(attribute.type);
  if (!attribute.multiValued) return one;
  return {
    typeName: `list<${one.typeName}>`,
    below: one.below.map((part) => ({ ...part, path: `[0]${part.path}` })),
    convert: (value) => {
      // A list that did not arrive is an empty one.
      if (!Array.isArray(value)) return [];
      if (value.length > mostEntries) {
        throw new ExpressionFailure(`${attribute.name} has ${value.length} values; an expression reads ${mostEntries}`);
      }
      return value.map(one.convert).filter((converted) => converted !== undefined);
    },
  };
}

function declareComplex(environment: Environment, name: string, attributes: AttributeTable): Declared {
  const parts = [...attributes.values()].filter(isReadable).map((attribute) => ({
    name: attribute.name,
    description: attribute.description,
    ...declareAttribute(environment, attribute, `${name}.`),
  }));
  // Each declaration has its own: CEL tells types apart by them.
  const ctor: ComplexClass = class extends Object {
    constructor(source: JsonObject) {
      super();
      for (const part of parts) {
        const value = part.convert(own(source, part.name));
        if (value !== undefined) (this as Record<string, unknown>)[part.name] = value;
      }
    }
  };
  const fields = Object.fromEntries(parts.map((part) => [part.name, part.typeName]));
  environment.registerType(name, { ctor, fields });
  return {
    typeName: name,
    below: parts.flatMap((part) => [
      { path: `.${part.name}`, type: part.typeName, description: part.description },
      ...part.below.map((deeper) => ({ ...deeper, path: `.${part.name}${deeper.path}` })),
    ]),
    convert: (value) =>
      typeof value === "object" && value !== null && !Array.isArray(value) ? new ctor(value) : undefined,
  };
}

function simple(type: Attribute["type"]): Declared {
  return { ...simpleValue(type), below: [] };
}

function simpleValue(type: Attribute["type"]): Omit<Declared, "below"> {
  switch (type) {
    case "boolean":
      return { typeName: "bool", convert: (value) => (typeof value === "boolean" ? value : undefined) };
    case "integer":
      return {
        typeName: "int",
        convert: (value) => (Number.isSafeInteger(value) ? BigInt(value as number) : undefined),
      };
    case "decimal":
      return { typeName: "double", convert: (value) => (typeof value === "number" ? value : undefined) };
    default:
      return {
        typeName: "string",
        convert: (value) => (typeof value === "string" && value !== "" ? checkText(value) : undefined),
      };
  }
}

function isReadable({ name, returned, stored }: Attribute): boolean {
  return stored && returned !== "never" && namePattern.test(name);
}

function own(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function checkText(text: string): string {
  if (text.length <= mostText) return text;
  throw new ExpressionFailure(`a text has ${text.length} characters; an expression reads ${mostText}`);
}

function checkSize<Value extends JsonValue>(value: Value): Value {
  if (typeof value === "string") checkText(value);
  else if (typeof value === "object" && value !== null) {
    const parts = Object.values(value) as JsonValue[];
    if (parts.length > mostEntries) {
      throw new ExpressionFailure(`a list has ${parts.length} values; an expression reads ${mostEntries}`);
    }
    for (const part of parts) checkSize(part);
  }
  return value;
}
