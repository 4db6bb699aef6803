import type { ApplicationSchemas } from "../../domain/application-schemas.ts";
import type { CallLimit } from "../../domain/call-limit.ts";
import type { DeprovisioningPolicy } from "../../domain/deprovisioning-policy.ts";
import type { DirectoryAttribute } from "../../domain/directory-attribute.ts";
import type { SavedGroupRules } from "../../domain/group-rules.ts";
import type { GuardSettings } from "../../domain/guard.ts";
import type { Mapping, MappingRule } from "../../domain/mapping.ts";
import type { MatchRule } from "../../domain/match-rule.ts";
import type { Precedence } from "../../domain/precedence.ts";
import type { Mode } from "../../domain/source-application.ts";
import type { StatusRule } from "../../domain/status-rule.ts";
import { type Reader, statement } from "../database.ts";

const settingsVersion = statement("settings-version", "select version from settings_versions");

/** Reads the number that every change of tokens, applications, mappings and policies raises. */
export async function readSettingsVersion(reader: Reader): Promise<number> {
  const [row] = await reader.query<{ version: number }>(settingsVersion, []);
  return row?.version ?? 0;
}

/** The settings of a source application as they are stored. */
export interface ApplicationSettings {
  readonly organizationId: string;
  readonly id: string;
  readonly displayName: string;
  readonly mode: Mode;
  readonly deleted: boolean;
  readonly basicAllowed: boolean;
  readonly hasOauthClients: boolean;
  readonly succeeds: string | null;
  readonly mapping: Mapping;
  readonly policy: DeprovisioningPolicy;
  /** What an administrator set of it. */
  readonly guard: Partial<GuardSettings>;
  readonly callLimit: Partial<CallLimit>;
  /** Of the organization, beside the defaults. */
  readonly maskedPaths: readonly string[];
  readonly domains: readonly string[];
  /** Null where nobody set any. */
  readonly matchRules: readonly MatchRule[] | null;
  readonly groupRules: SavedGroupRules | null;
  readonly customAttributes: readonly DirectoryAttribute[];
  readonly ownSchemas: ApplicationSchemas;
  readonly protectsPeople: boolean;
  readonly strict: boolean;
  readonly refusedDialects: readonly string[];
}

const applicationSettings = statement(
  "application-settings",
  `select a.organization_id, a.display_name, a.mode, a.deleted_at is not null as deleted, a.basic_allowed,
      exists (select from oauth_clients o where o.organization_id = a.organization_id
        and o.source_application_id = a.id and o.revoked_at is null) as has_oauth_clients, a.succeeds,
      m.version, m.users, m.groups,
      p.policy, a.guard, a.call_limit, a.match_rules, a.group_rules, n.exchange_settings->'maskedPaths' as masked_paths, a.strict, a.strict_dialects,
      exists (select from directory_users d where d.organization_id = a.organization_id and d.protection is not null)
        as protects_people, s.schemas, s.resource_types,
      coalesce((select array_agg(d.domain) from source_application_domains d
        join organization_domains o on o.organization_id = d.organization_id and o.domain = d.domain
        where d.organization_id = a.organization_id and d.source_application_id = a.id
          and (not n.proof_required or (o.proven_at is not null and o.lost_at is null))), '{}') as domains,
      coalesce((select json_agg(json_build_object('name', c.name, 'label', c.label, 'type', c.type,
          'multiValued', c.multi_valued)) from directory_attributes c where c.organization_id = a.organization_id), '[]')
        as custom_attributes
    from source_applications a
    join organizations n on n.id = a.organization_id
    join lateral (select version, users, groups from mappings
      where organization_id = a.organization_id and source_application_id = a.id order by version desc limit 1) m on true
    join deprovisioning_policies p on p.organization_id = a.organization_id and p.source_application_id = a.id
    left join application_schemas s on s.organization_id = a.organization_id and s.source_application_id = a.id
    where a.id = $1`,
);

/** Finds an application's settings by its id alone: a SCIM base URL names nothing else. */
export async function findApplicationSettings(reader: Reader, id: string): Promise<ApplicationSettings | undefined> {
  const [row] = await reader.query<{
    organization_id: string;
    display_name: string;
    mode: Mode;
    deleted: boolean;
    basic_allowed: boolean;
    has_oauth_clients: boolean;
    succeeds: string | null;
    version: number;
    users: MappingRule[];
    groups: MappingRule[];
    policy: DeprovisioningPolicy;
    guard: Partial<GuardSettings>;
    call_limit: Partial<CallLimit>;
    masked_paths: string[] | null;
    domains: string[];
    match_rules: MatchRule[] | null;
    group_rules: SavedGroupRules | null;
    custom_attributes: DirectoryAttribute[];
    protects_people: boolean;
    strict: boolean;
    strict_dialects: string[];
    schemas: ApplicationSchemas["schemas"] | null;
    resource_types: ApplicationSchemas["resourceTypes"] | null;
  }>(applicationSettings, [id]);
  return (
    row && {
      organizationId: row.organization_id,
      id,
      displayName: row.display_name,
      mode: row.mode,
      deleted: row.deleted,
      basicAllowed: row.basic_allowed,
      hasOauthClients: row.has_oauth_clients,
      succeeds: row.succeeds,
      mapping: { version: row.version, users: row.users, groups: row.groups },
      policy: row.policy,
      guard: row.guard,
      callLimit: row.call_limit,
      maskedPaths: row.masked_paths ?? [],
      domains: row.domains,
      matchRules: row.match_rules,
      groupRules: row.group_rules,
      customAttributes: row.custom_attributes,
      ownSchemas: { schemas: row.schemas ?? [], resourceTypes: row.resource_types ?? [] },
      protectsPeople: row.protects_people,
      strict: row.strict,
      refusedDialects: row.strict_dialects,
    }
  );
}

/** What every write of an organization's directory needs of its settings. */
export interface OrganizationSettings {
  /** Attributes whose values are kept as match keys. */
  readonly matchedAttributes: readonly string[];
  /** Whose word on the status of people counts whom several sources have. */
  readonly statusRule: StatusRule;
  /** Undefined where nobody set any. */
  readonly precedence: Precedence | undefined;
}

const organizationSettings = statement(
  "organization-settings",
  `select matched_attributes as "matchedAttributes", status_rule as "statusRule", precedence from organizations where id = $1`,
);

/** Finds an organization's settings. */
export async function findOrganizationSettings(reader: Reader, id: string): Promise<OrganizationSettings | undefined> {
  type Row = Omit<OrganizationSettings, "precedence"> & { readonly precedence: Precedence | null };
  const [row] = await reader.query<Row>(organizationSettings, [id]);
  return row && { ...row, precedence: row.precedence ?? undefined };
}

/** What a bearer token or an access token stands for. */
export interface TokenGrant {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  /** Of the bearer token, or of the OAuth client that the access token was issued to. */
  readonly tokenId: string;
  readonly expiresAt: Date | null;
  readonly revoked: boolean;
}

const tokenGrant = statement(
  "token-grant",
  `select organization_id as "organizationId", source_application_id as "sourceApplicationId", id as "tokenId",
      expires_at as "expiresAt", revoked_at is not null as revoked
    from bearer_tokens where hash = $1
  union all
  select t.organization_id, t.source_application_id, c.id, t.expires_at, c.revoked_at is not null
    from oauth_access_tokens t
    join oauth_clients c on c.organization_id = t.organization_id
      and c.source_application_id = t.source_application_id and c.id = t.oauth_client_id
    where t.hash = $1`,
);

/** Finds what a token stands for by its SHA-256; a request knows nothing but its token. */
export async function findTokenGrant(reader: Reader, hash: Buffer): Promise<TokenGrant | undefined> {
  return (await reader.query<TokenGrant>(tokenGrant, [hash]))[0];
}
