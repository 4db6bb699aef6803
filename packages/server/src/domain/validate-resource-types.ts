import { commonAttributes } from "@rollcall/scim/schema/common-attributes.ts";
import type { Schema } from "@rollcall/scim/schema/schema.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import {
  builtInResourceTypes,
  defineResourceType,
  type ResourceTypeDefinition,
  schemasByUrn,
} from "./application-schemas.ts";
import type { Problem } from "./errors.ts";

/** A resource type as somebody sends it. */
export interface SentResourceType {
  readonly name: string;
  readonly description?: string;
  readonly endpoint: string;
  readonly schema: string;
  readonly schemaExtensions?: readonly { readonly schema: string; readonly required: boolean }[];
}

/** Names and endpoints, in lower case, that the protocol uses for itself. */
const reservedNames: ReadonlySet<string> = new Set(["schema", "resourcetype", "serviceproviderconfig", "bulk", "me"]);
const reservedEndpoints: ReadonlySet<string> = new Set([
  "/schemas",
  "/resourcetypes",
  "/serviceproviderconfig",
  "/serviceproviderconfigs",
  "/bulk",
  "/me",
  "/v1",
  "/v2",
]);

/**
 * Checks the resource types of a source application against its schemas. User and Group are there whether they are sent
 * or not; only their extensions can be chosen, and the enterprise extension stays with User.
 *
 * @returns the types that differ from the built-in ones, to be saved only where there are no problems
 */
export function validateResourceTypes(
  sent: readonly SentResourceType[],
  schemas: readonly Schema[],
): { readonly resourceTypes: readonly ResourceTypeDefinition[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const known = schemasByUrn(schemas);
  const taken = { names: new Set<string>(), endpoints: new Set<string>() };
  const resourceTypes = sent.map((type, index): ResourceTypeDefinition => {
    const check = new TypeCheck(type, `/resourceTypes/${index}`, known, problems);
    check.isFree("name", type.name, taken.names);
    check.isFree("endpoint", type.endpoint, taken.endpoints);
    return check.definition();
  });
  return { resourceTypes: resourceTypes.filter(isOwn), problems };
}

/** Tells whether a definition says anything that the built-in types do not. */
function isOwn(definition: ResourceTypeDefinition): boolean {
  const builtIn = builtInResourceTypes.find(({ name }) => name === definition.name);
  if (builtIn === undefined) return true;
  const usual = defineResourceType(builtIn);
  return JSON.stringify(usual.schemaExtensions) !== JSON.stringify(definition.schemaExtensions);
}

class TypeCheck {
  readonly #sent: SentResourceType;
  readonly #where: string;
  readonly #known: ReadonlyMap<string, Schema>;
  readonly #problems: Problem[];

  constructor(sent: SentResourceType, where: string, known: ReadonlyMap<string, Schema>, problems: Problem[]) {
    this.#sent = sent;
    this.#where = where;
    this.#known = known;
    this.#problems = problems;
  }

  isFree(what: "name" | "endpoint", text: string, taken: Set<string>): void {
    const folded = text.toLowerCase();
    if (taken.has(folded)) this.#problem(what, `another resource type has ${JSON.stringify(text)} (case ignored)`);
    taken.add(folded);
  }

  definition(): ResourceTypeDefinition {
    const { name } = this.#sent;
    const builtIn = builtInResourceTypes.find((type) => type.name.toLowerCase() === name.toLowerCase());
    if (builtIn === undefined) return this.#own();
    const usual = defineResourceType(builtIn);
    for (const member of ["name", "endpoint", "schema"] as const) {
      const found = this.#sent[member];
      if (found !== usual[member]) this.#problem(member, `expected ${usual[member]}, found ${JSON.stringify(found)}`);
    }
    return { ...usual, schemaExtensions: this.#extensions(usual) };
  }

  #own(): ResourceTypeDefinition {
    const { name, endpoint, description = "" } = this.#sent;
    if (reservedNames.has(name.toLowerCase())) this.#problem("name", `${name} is the protocol's own`);
    if (reservedEndpoints.has(endpoint.toLowerCase())) this.#problem("endpoint", `${endpoint} is the protocol's own`);
    const builtIn = builtInResourceTypes.find((type) => type.endpoint.toLowerCase() === endpoint.toLowerCase());
    if (builtIn !== undefined) this.#problem("endpoint", `${endpoint} is where the ${builtIn.name}s are`);
    const schema = this.#baseSchema();
    return { name, description, endpoint, schema, schemaExtensions: this.#extensions(undefined) };
  }

  #baseSchema(): string {
    const { schema: urn } = this.#sent;
    const schema = this.#known.get(urn.toLowerCase());
    if (schema === undefined || schema.id === enterpriseUserUrn) {
      this.#problem("schema", `expected the URN of one of the application's schemas, found ${JSON.stringify(urn)}`);
      return urn;
    }
    const common = [...schema.attributes.values()].find(({ name }) => commonAttributes.has(name.toLowerCase()));
    if (common !== undefined) {
      this.#problem("schema", `${schema.id} defines ${common.name}, which every resource has already`);
    }
    return schema.id;
  }

  /** @param usual the built-in type, whose extensions stay */
  #extensions(usual: ResourceTypeDefinition | undefined): ResourceTypeDefinition["schemaExtensions"] {
    const { schema: base, schemaExtensions = [] } = this.#sent;
    const chosen = new Map((usual?.schemaExtensions ?? []).map((one) => [one.schema.toLowerCase(), one]));
    const seen = new Set([base.toLowerCase()]);
    schemaExtensions.forEach(({ schema: urn, required }, index) => {
      const place = `schemaExtensions/${index}/schema`;
      const folded = urn.toLowerCase();
      const schema = this.#known.get(folded);
      if (schema === undefined) {
        this.#problem(place, `expected the URN of one of the application's schemas, found ${JSON.stringify(urn)}`);
      } else if (seen.has(folded)) {
        this.#problem(place, `${schema.id} is a schema of this type already`);
      } else {
        chosen.set(folded, { schema: schema.id, required });
      }
      seen.add(folded);
    });
    return [...chosen.values()];
  }

  #problem(member: string, detail: string): void {
    this.#problems.push({ where: `${this.#where}/${member}`, detail });
  }
}
