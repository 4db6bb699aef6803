import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { CompiledMapping } from "./apply-mapping.ts";
import type { CallLimit } from "./call-limit.ts";
import type { DeprovisioningPolicy } from "./deprovisioning-policy.ts";
import type { CompiledGroupRules } from "./group-rules.ts";
import type { GuardSettings } from "./guard.ts";
import type { Masking } from "./masking.ts";
import type { MatchRule } from "./match-rule.ts";
import type { Tolerance } from "./tolerance.ts";

/** How much of what a source writes comes into force (rules.md section 6). */
export type Mode = "live" | "observe" | "paused" | "refusing";

/** Where an application's set-up in the console was left. */
export type SetupStep =
  | "basic-settings"
  | "authorization"
  | "users-mapping"
  | "groups-mapping"
  | "provisioning"
  | "done";

/** One thing that pushes to us by SCIM. */
export interface SourceApplication {
  readonly organizationId: string;
  readonly id: string;
  readonly displayName: string;
  readonly mode: Mode;
}

/** A source application with all that a write needs of its settings, compiled once and trusted for a second. */
export interface CompiledApplication extends SourceApplication {
  /** What can be provisioned: the resource types that discovery lists. */
  readonly resourceTypes: readonly ResourceType[];
  readonly tolerance: Tolerance;
  readonly mapping: CompiledMapping;
  readonly policy: DeprovisioningPolicy;
  readonly guard: GuardSettings;
  readonly callLimit: CallLimit;
  /** What of its exchanges is not kept. */
  readonly masking: Masking;
  /** The e-mail domains, lower case, in which this application may link to people that exist already. */
  readonly domains: ReadonlySet<string>;
  /** How it finds out whether somebody whom it brings exists already. */
  readonly matchRules: readonly MatchRule[];
  /** Which of its groups come into the directory, and under what names; undefined: all under their own. */
  readonly groupRules: CompiledGroupRules | undefined;
  /** Of the group rules; 0 where nobody saved any. */
  readonly groupRulesVersion: number;
  /** Its tokens may come as the password of HTTP Basic. */
  readonly basicAllowed: boolean;
  /** Some OAuth client may exchange its credentials for access tokens. */
  readonly hasOauthClients: boolean;
  /** The deleted application whose people this one takes over as they arrive. */
  readonly succeeds: string | null;
  /** Somebody of its organization is protected. */
  readonly protectsPeople: boolean;
}
