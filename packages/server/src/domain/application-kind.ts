/** A value that a step of a set-up guide has somebody copy, with the name of the field that it goes into. */
export interface GuideValue {
  readonly label: string;
  /** `{scimBaseUrl}`, `{bearerToken}` and `{displayName}` stand for the application's own. */
  readonly value: string;
}

/** One step of a set-up guide, as a colleague would say it. */
export interface GuideStep {
  readonly text: string;
  readonly values?: readonly GuideValue[];
}

/** Source paths by directory attribute. */
export type MappingPresets = Readonly<Record<string, readonly string[]>>;

/** One tile of the catalogue: a product that can be a source application, and how such an application begins. */
export interface ApplicationKind {
  readonly id: string;
  readonly name: string;
  readonly category: "provisioning";
  readonly summary: string;
  /**
   * Whether the product pushes to a SCIM endpoint of one's own: `yes`, only with an `extension` that somebody installs,
   * or `no`.
   */
  readonly push: "yes" | "extension" | "no";
  /** Why `push` is not `yes`. */
  readonly pushNote?: string;
  /** Where its requests come from: `cloud` needs a public https address, `network` may call a private one. */
  readonly callsFrom: "cloud" | "network";
  /** User rules that differ from the default mapping's, or that it lacks. */
  readonly userRules: MappingPresets;
  /** Deviations that it is known for; they are tolerated. */
  readonly knownDialects: readonly string[];
  /** Deviations that it has no reason for and that are refused from the start. */
  readonly refusedDialects: readonly string[];
  /** It sends its token as the password of HTTP Basic. */
  readonly basicAllowed: boolean;
  readonly guide: readonly GuideStep[];
}

/** What most kinds have in common. */
export const plainKind = {
  category: "provisioning",
  push: "yes",
  callsFrom: "cloud",
  userRules: {},
  knownDialects: [],
  refusedDialects: [],
  basicAllowed: false,
} as const satisfies Partial<ApplicationKind>;

const baseUrl = (label: string): GuideValue => ({ label, value: "{scimBaseUrl}" });
const token = (label: string): GuideValue => ({ label, value: "{bearerToken}" });

/** The two values that every source asks for, under the names that it gives them. */
export function credentials(baseUrlLabel: string, tokenLabel: string): readonly GuideValue[] {
  return [baseUrl(baseUrlLabel), token(tokenLabel)];
}

/** The rules of a postal address that has the type work, or is the only one. */
export const workAddress: MappingPresets = Object.fromEntries(
  [
    ["streetAddress", "streetAddress"],
    ["locality", "locality"],
    ["region", "region"],
    ["postalCode", "postalCode"],
    ["country", "country"],
  ].map(([attribute = "", name = ""]) => [attribute, [`addresses[type eq "work"].${name}`, `addresses.${name}`]]),
);
