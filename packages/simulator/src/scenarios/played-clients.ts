import type { SeededRandom } from "../people/seeded-random.ts";
import type { ScimClientOptions } from "../scim-client.ts";
import {
  authentikTraits,
  type ClientTraits,
  genericTraits,
  jumpCloudTraits,
  keycloakTraits,
  pingFederateTraits,
  sapTraits,
} from "./client-traits.ts";
import { EntraClient, entraKey } from "./entra.ts";
import { OktaClient, oktaKey } from "./okta.ts";
import { OneLoginClient, oneLoginKey } from "./onelogin.ts";
import { PlainClient } from "./plain-client.ts";
import type { SourceClient } from "./source-client.ts";

/** A client that can be played, by the name that the command line knows it by. */
export interface PlayedClient {
  readonly name: string;
  readonly title: string;
  /**
   * `documented`: what it sends was read in its documentation, its source or its recorded traffic. `inferred`: its
   * verbs were, most of its bodies were not.
   */
  readonly known: "documented" | "inferred";
  /** Makes the source's own id of a person or group, in the form the source uses. */
  readonly key: (random: SeededRandom) => string;
  readonly open: (options: ScimClientOptions) => SourceClient;
}

function plain(name: string, traits: ClientTraits, known: PlayedClient["known"]): PlayedClient {
  return { name, title: traits.name, known, key: entraKey, open: (options) => new PlainClient(traits, options) };
}

export const playedClients: readonly PlayedClient[] = [
  {
    name: "entra",
    title: "Microsoft Entra ID",
    known: "documented",
    key: entraKey,
    open: (options) => new EntraClient(options),
  },
  {
    name: "entra-optscim",
    title: "Microsoft Entra ID with the flag aadOptscim062020",
    known: "documented",
    key: entraKey,
    open: (options) => new EntraClient({ ...options, mode: "aadOptscim062020" }),
  },
  {
    name: "okta",
    title: "Okta, an app of its catalogue (OIN)",
    known: "documented",
    key: oktaKey,
    open: (options) => new OktaClient({ ...options, kind: "oin" }),
  },
  {
    name: "okta-aiw",
    title: "Okta, an app of its wizard (AIW)",
    known: "documented",
    key: oktaKey,
    open: (options) => new OktaClient({ ...options, kind: "aiw" }),
  },
  {
    name: "onelogin",
    title: "OneLogin; its groups are inferred",
    known: "documented",
    key: oneLoginKey,
    open: (options) => new OneLoginClient(options),
  },
  plain("sap", sapTraits, "documented"),
  plain("authentik", authentikTraits, "documented"),
  plain("generic", genericTraits, "documented"),
  plain("jumpcloud", jumpCloudTraits, "inferred"),
  plain("pingfederate", pingFederateTraits, "inferred"),
  plain("keycloak", keycloakTraits, "inferred"),
];
