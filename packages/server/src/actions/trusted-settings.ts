import { hash } from "node:crypto";
import { compileResourceTypes } from "../domain/application-schemas.ts";
import { defaultCallLimit } from "../domain/call-limit.ts";
import { compileMapping } from "../domain/compile-mapping.ts";
import { compileGroupRules, noGroupRules } from "../domain/group-rules.ts";
import { defaultGuard } from "../domain/guard.ts";
import { compileMasking, defaultMasking } from "../domain/masking.ts";
import { defaultMatchRules } from "../domain/match-rule.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import type { Database } from "../storage/database.ts";
import {
  findApplicationSettings,
  findOrganizationSettings,
  findTokenGrant,
  type OrganizationSettings,
  readSettingsVersion,
  type TokenGrant,
} from "../storage/read/trusted-settings.ts";

/** Milliseconds for which what was read is trusted without a word from the database (rules.md section 7). */
export const trustedMilliseconds = 1_000;
const pollMilliseconds = 500;
/** Wrong tokens are remembered too, so that a client that repeats one does not reach the database; bounded. */
const maxTokens = 50_000;

/** Tokens, applications, mappings and policies, compiled once and kept while nobody changed any. */
export interface TrustedSettings {
  /** What a bearer token stands for; undefined when it is unknown. @throws DatabaseUnavailable */
  grant(token: string): Promise<TokenGrant | undefined>;
  /** A source application, deleted ones excepted. @throws DatabaseUnavailable */
  application(id: string): Promise<CompiledApplication | undefined>;
  /** What every write of an organization's directory needs. @throws DatabaseUnavailable */
  organization(id: string): Promise<OrganizationSettings | undefined>;
  /** Forgets everything at once: something was changed on this node. */
  changed(): void;
  close(): void;
}

/**
 * Opens the settings of a node. The version row is polled every 500 ms; when it moved, everything is forgotten. What
 * has not been confirmed for a second is confirmed before it is used, and when the database does not answer the request
 * fails: a revoked token never outlives that second.
 */
export function openTrustedSettings(database: Database): TrustedSettings {
  let grants = new Map<string, Promise<TokenGrant | undefined>>();
  let applications = new Map<string, Promise<CompiledApplication | undefined>>();
  let organizations = new Map<string, Promise<OrganizationSettings | undefined>>();
  let version: number | undefined;
  let confirmedAt = 0;
  let confirming: Promise<void> | undefined;

  function forget(): void {
    grants = new Map();
    applications = new Map();
    organizations = new Map();
  }

  async function readVersion(): Promise<void> {
    // The answer is true for the instant at which it was asked.
    const asked = performance.now();
    const found = await readSettingsVersion(database.reader);
    if (found !== version) forget();
    version = found;
    confirmedAt = asked;
  }

  function confirm(): Promise<void> {
    confirming ??= readVersion().finally(() => {
      confirming = undefined;
    });
    return confirming;
  }

  const poll = setInterval(() => {
    // A failure shows when the settings are next needed: they are confirmed then, or the request fails.
    confirm().catch(() => undefined);
  }, pollMilliseconds);
  poll.unref();

  const trusted = (): boolean => version !== undefined && performance.now() - confirmedAt <= trustedMilliseconds;

  /** Confirms; once more where the one under way was asked for so long ago that its answer is too old. */
  async function confirmForNow(): Promise<void> {
    const needed = performance.now();
    await confirm();
    if (confirmedAt < needed && !trusted()) await confirm();
  }

  /** Reads at once while what was read is trusted: most requests wait for nothing here. */
  function trusting<T>(read: () => Promise<T>): Promise<T> {
    return trusted() ? read() : confirmForNow().then(read);
  }

  /** Reads once for all who ask at the same time; a failure is not kept. */
  function once<T>(kept: Map<string, Promise<T>>, key: string, read: () => Promise<T>): Promise<T> {
    let found = kept.get(key);
    if (found === undefined) {
      found = read();
      kept.set(key, found);
      found.catch(() => kept.delete(key));
    }
    return found;
  }

  return {
    grant: (token) =>
      trusting(() => {
        if (grants.size > maxTokens) grants = new Map();
        const digest = hash("sha256", token, "base64");
        return once(grants, digest, () => findTokenGrant(database.reader, Buffer.from(digest, "base64")));
      }),
    application: (id) =>
      trusting(() =>
        once(applications, id, async () => {
          const found = await findApplicationSettings(database.reader, id);
          if (found === undefined || found.deleted) return undefined;
          const resourceTypes = compileResourceTypes(found.ownSchemas);
          return {
            organizationId: found.organizationId,
            id: found.id,
            displayName: found.displayName,
            mode: found.mode,
            resourceTypes,
            tolerance: { strict: found.strict, refusedDialects: new Set(found.refusedDialects) },
            mapping: compileMapping(found.mapping, found.customAttributes, resourceTypes),
            policy: found.policy,
            guard: { ...defaultGuard, ...found.guard },
            callLimit: { ...defaultCallLimit, ...found.callLimit },
            masking: found.maskedPaths.length === 0 ? defaultMasking : compileMasking(found.maskedPaths),
            domains: new Set(found.domains),
            matchRules: found.matchRules ?? defaultMatchRules,
            groupRules: compileGroupRules(found.groupRules ?? noGroupRules),
            groupRulesVersion: found.groupRules?.version ?? 0,
            succeeds: found.succeeds,
            protectsPeople: found.protectsPeople,
            basicAllowed: found.basicAllowed,
            hasOauthClients: found.hasOauthClients,
          };
        }),
      ),
    organization: (id) => trusting(() => once(organizations, id, () => findOrganizationSettings(database.reader, id))),
    changed() {
      forget();
      version = undefined;
    },
    close() {
      clearInterval(poll);
    },
  };
}
