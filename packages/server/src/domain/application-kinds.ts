import type { ApplicationKind } from "./application-kind.ts";
import { authentik } from "./application-kinds/authentik.ts";
import { cyberark } from "./application-kinds/cyberark.ts";
import { entra } from "./application-kinds/entra.ts";
import { google } from "./application-kinds/google.ts";
import { jumpcloud } from "./application-kinds/jumpcloud.ts";
import { keycloak } from "./application-kinds/keycloak.ts";
import { miniorange } from "./application-kinds/miniorange.ts";
import { okta } from "./application-kinds/okta.ts";
import { onelogin } from "./application-kinds/onelogin.ts";
import { pingfederate } from "./application-kinds/pingfederate.ts";
import { pingone } from "./application-kinds/pingone.ts";
import { rippling } from "./application-kinds/rippling.ts";
import { sailpoint } from "./application-kinds/sailpoint.ts";
import { sap } from "./application-kinds/sap.ts";
import { scimClient } from "./application-kinds/scim-client.ts";
import { defaultMapping, type Mapping, type MappingRule } from "./mapping.ts";

/** The catalogue in the order in which it is shown. */
export const applicationKinds: readonly ApplicationKind[] = [
  scimClient,
  okta,
  entra,
  onelogin,
  jumpcloud,
  pingone,
  pingfederate,
  google,
  sailpoint,
  sap,
  cyberark,
  rippling,
  authentik,
  keycloak,
  miniorange,
];

const byId = new Map(applicationKinds.map((kind) => [kind.id, kind]));

/** The kind of a source that has no tile of its own. */
export const defaultKind = scimClient;

/** Finds a kind by its id. */
export function findApplicationKind(id: string): ApplicationKind | undefined {
  return byId.get(id);
}

/** The mapping that a new application of a kind begins with: the default one, with the kind's own rules. */
export function mappingOfKind(kind: ApplicationKind): Mapping {
  const ownPaths = new Map(Object.entries(kind.userRules));
  const changed = defaultMapping.users.map((rule): MappingRule => {
    const paths = ownPaths.get(rule.attribute);
    return paths === undefined ? rule : { ...rule, source: { paths } };
  });
  const present = new Set(defaultMapping.users.map((rule) => rule.attribute));
  const added = [...ownPaths]
    .filter(([attribute]) => !present.has(attribute))
    .map(([attribute, paths]): MappingRule => ({ attribute, source: { paths }, required: false }));
  return { ...defaultMapping, users: [...changed, ...added] };
}
