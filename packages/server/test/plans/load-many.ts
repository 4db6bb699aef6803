import { type Database, unnamedStatement } from "../../src/storage/database.ts";

/** What the loaded database holds: two applications of one organization, and a small organization beside it. */
export const many = {
  organizationId: "00000000-0000-7000-8000-000000000001",
  sourceApplicationId: "00000000-0000-7000-8000-000000000002",
  secondApplicationId: "00000000-0000-7000-8000-000000000003",
  otherOrganizationId: "00000000-0000-7000-8000-000000000004",
  users: 100_000,
  groups: 1_000,
} as const;

/** The id of the n-th user, group and so on, 1-based. Everybody is in the first group, about a hundred in each other. */
export const manyIds = {
  user: (n: number) => id("00000001", n),
  group: (n: number) => id("00000002", n),
  directoryUser: (n: number) => id("00000003", n),
  directoryGroup: (n: number) => id("00000004", n),
};

function id(prefix: string, n: number): string {
  return `${prefix}-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
}

const sqlId = (prefix: string, n: string): string =>
  `('${prefix}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

const owner = (application: string) => `'${many.organizationId}'::uuid, '${application}'::uuid`;

const users = (organization: string, application: string, count: number): string => `
insert into provisioned_resources (organization_id, source_application_id, resource_type, id, name_key, external_id,
    email_key, other_email_keys, active, document, searchable, search_text, version, created_at, modified_at)
select '${organization}', '${application}', 'User', ${sqlId("00000001", "n")}, who || '@example.com', 'E-' || who,
    who || '@example.com', case when n % 10 = 0 then array['alias-' || who || '@example.com'] end, n % 50 <> 0,
    document.text, document.text::jsonb, concat_ws(E'\\n', 'E-' || who, who || '@example.com', 'person ' || n,
      'given' || n % 500, 'family' || n % 5000, 'title ' || n % 40, 'work',
      case when n % 10 = 0 then 'alias-' || who || '@example.com' || E'\\nother' end), 1, '2026-01-01', '2026-01-01'
  from generate_series(1, ${count}) as n,
    lateral (select 'user' || lpad(n::text, greatest(6, length(n::text)), '0') as who) as named,
    lateral (select json_build_object('userName', who || '@example.com', 'displayName', 'person ' || n,
      'name', json_build_object('givenName', 'given' || n % 500, 'familyName', 'family' || n % 5000),
      'title', 'title ' || n % 40,
      'emails', case when n % 10 = 0
        then json_build_array(json_build_object('value', who || '@example.com', 'type', 'work'),
          json_build_object('value', 'alias-' || who || '@example.com', 'type', 'other'))
        else json_build_array(json_build_object('value', who || '@example.com', 'type', 'work')) end)::text as text
    ) as document`;

const groups = (application: string): string => `
insert into provisioned_resources (organization_id, source_application_id, resource_type, id, name_key, external_id,
    document, searchable, search_text, version, created_at, modified_at)
select ${owner(application)}, 'Group', ${sqlId("00000002", "n")}, 'group ' || n, 'G-' || n,
    '{"displayName":"group ' || n || '"}', jsonb_build_object('displayName', 'group ' || n),
    'group ' || n || E'\\nG-' || n, 1, '2026-01-01', '2026-01-01'
  from generate_series(1, ${many.groups}) as n`;

const statements = (everybody: number): readonly string[] => [
  `insert into organizations (id, name, slug, created_at) values
    ('${many.organizationId}', 'Example Corp', 'example-corp', now()), ('${many.otherOrganizationId}', 'Other', 'other', now())`,
  `insert into source_applications (organization_id, id, display_name, created_at, modified_at)
    select '${many.organizationId}', id::uuid, 'Source', now(), now()
      from unnest(array['${many.sourceApplicationId}', '${many.secondApplicationId}']) as id`,
  users(many.organizationId, many.sourceApplicationId, everybody),
  users(many.organizationId, many.secondApplicationId, 2_000),
  users(many.otherOrganizationId, many.secondApplicationId, 500),
  groups(many.sourceApplicationId),
  `insert into group_memberships (organization_id, source_application_id, group_id, member_id, member_type, created_at)
    select ${owner(many.sourceApplicationId)}, ${sqlId("00000002", "g")}, ${sqlId("00000001", "n")}, 'User', '2026-01-01'
      from generate_series(1, ${everybody}) as n, lateral (values (1), (2 + n % ${many.groups - 1})) as of_group (g)`,
  `insert into slot_counters (organization_id, source_application_id, kind, subject, slot, changes, amount, modified_at)
    select organization_id, source_application_id, 'members', group_id, 0, count(*), count(*), '2026-01-01'::timestamptz
      from group_memberships group by organization_id, source_application_id, group_id
    union all
    select organization_id, source_application_id, 'total.' || resource_type, '00000000-0000-0000-0000-000000000000', 0,
        count(*), count(*), '2026-01-01'::timestamptz
      from provisioned_resources group by organization_id, source_application_id, resource_type
    union all
    select '${many.organizationId}', '${many.sourceApplicationId}', 'people.enabled',
        '00000000-0000-0000-0000-000000000000', 0, ${everybody}, ${everybody}, '2026-01-01'`,
  `insert into directory_users (organization_id, id, user_name_key, email_key, name_key, attributes, status,
      source_active, override_expires_at, search_text, version, created_at, modified_at)
    select '${many.organizationId}', ${sqlId("00000003", "n")}, who || '@example.com', who || '@example.com',
        'person ' || n, jsonb_build_object('userName', jsonb_build_object('value', who || '@example.com')), 'enabled', true,
        case when n % 1000 = 0 then '2026-12-31'::timestamptz end, who || '@example.com person ' || n, 1, '2026-01-01', '2026-01-01'
      from generate_series(1, ${everybody}) as n, lateral (select 'user' || lpad(n::text, greatest(6, length(n::text)), '0') as who) as named`,
  `insert into directory_groups (organization_id, id, name_key, attributes, status, search_text, version, created_at,
      modified_at)
    select '${many.organizationId}', ${sqlId("00000004", "n")}, 'group ' || n, '{}', 'active', 'group ' || n, 1,
        '2026-01-01', '2026-01-01'
      from generate_series(1, ${many.groups}) as n`,
  `insert into links (organization_id, source_application_id, resource_id, resource_type, state, directory_id, owning,
      held, external_id, name_key, created_at, closed_at)
    select ${owner(many.sourceApplicationId)}, ${sqlId("00000001", "n")}, 'User', 'linked', ${sqlId("00000003", "n")}, true,
        n % 10000 = 0, null, null, '2026-01-01'::timestamptz, null::timestamptz from generate_series(1, ${everybody}) as n
    union all
    select ${owner(many.sourceApplicationId)}, ${sqlId("00000002", "n")}, 'Group', 'linked', ${sqlId("00000004", "n")}, true,
        false, null, null, '2026-01-01', null from generate_series(1, ${many.groups}) as n
    union all
    select ${owner(many.secondApplicationId)}, ${sqlId("00000001", "n")}, 'User',
        case when n <= 1000 then 'closed' when n <= 1010 then 'conflict' else 'linked' end, ${sqlId("00000003", "n")}, false,
        false, 'E-' || n, 'user' || n, '2026-01-01', case when n <= 1000 then now() end
      from generate_series(1, 2000) as n`,
  `insert into provisioning_events (organization_id, id, type, outcome, actor, source_application_id, directory_user_id,
      occurred_at)
    select ${"'" + many.organizationId + "'"}, ${sqlId("00000005", "n")}, 'user.created', 'applied', 'source',
        '${many.sourceApplicationId}', ${sqlId("00000003", "n")}, now() from generate_series(1, ${everybody}) as n`,
  `insert into provisioning_event_positions (organization_id, position, event_id)
    select organization_id, row_number() over (order by id), id from provisioning_events`,
  `insert into exchanges (organization_id, source_application_id, id, method, path, status, outcome, resource_id, dialects,
      duration_microseconds, occurred_at)
    select ${owner(many.sourceApplicationId)}, ${sqlId("00000006", "n")}, 'POST', '/Users', 201, 'applied',
        ${sqlId("00000001", "n")}, '{}', 1000, now() from generate_series(1, 50000) as n`,
  `insert into application_call_hours (organization_id, source_application_id, hour, answered, refused, failed)
    select '${many.organizationId}', ${sqlId("00000007", "n")}, '2026-01-01'::timestamptz + h * interval '1 hour', 9, 1, 0
      from generate_series(1, 200) as n, generate_series(1, 192) as h`,
  `insert into exchange_contents (organization_id, source_application_id, exchange_id, request, request_cut, answer_cut)
    select organization_id, source_application_id, id, '{"userName":"somebody@example.com"}', false, false from exchanges`,
  `insert into unique_values (organization_id, source_application_id, scope, path, hash, resource_id)
    select ${owner(many.sourceApplicationId)}, 'User', path, sha256(n::text::bytea), ${sqlId("00000001", "n")}
      from generate_series(1, ${everybody}) as n, unnest(array['urn:example:badge:number', 'urn:example:badge:key']) as path`,
  "vacuum analyze",
];

/** Adds the first users of the first application, and nothing else of them. */
export async function loadUsers(database: Database, count: number): Promise<void> {
  await database.pool.execute(unnamedStatement(users(many.organizationId, many.sourceApplicationId, count)), []);
}

/** Fills a database with users and 1,000 groups, all linked; 100,000 within some seconds. */
export async function loadMany(database: Database, everybody: number = many.users): Promise<void> {
  for (const text of statements(everybody)) await database.pool.execute(unnamedStatement(text), []);
}
