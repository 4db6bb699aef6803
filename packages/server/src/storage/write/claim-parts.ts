import type { ProvisionedChange } from "../../domain/provisioned-change.ts";
import type { Part } from "./change-part.ts";
import { admissions } from "./provisioned-change-rows.ts";

type Changes = readonly ProvisionedChange[];

/** What decisions saw and a statement does not write, yet has to find as it was: else the change is decided again. */
export const claimParts: readonly Part[] = [
  {
    name: "claims",
    columns: "organization_id uuid, keys text[], seen uuid[]",
    rows: claimRows,
    writes: ["claimed as materialized (select claim_match_keys(organization_id, keys, seen) as ok from claims_in)"],
    checks: ["(select bool_and(ok) from claimed)"],
  },
  {
    name: "attribute_claims",
    columns: "organization_id uuid, keys text[], attributes text[], attribute_keys text[], seen uuid[]",
    rows: attributeClaimRows,
    writes: [
      `attributes_claimed as materialized (
  select claim_match_attributes(organization_id, keys, attributes, attribute_keys, seen) as ok
    from attribute_claims_in)`,
    ],
    checks: ["(select bool_and(ok) from attributes_claimed)"],
  },
  {
    name: "group_names",
    columns: "organization_id uuid, source_application_id uuid, key text, seen uuid[]",
    rows: groupNameRows,
    writes: [
      `group_names_claimed as materialized (
  select claim_group_name(organization_id, source_application_id, key, seen) as ok from group_names_in)`,
    ],
    checks: ["(select bool_and(ok) from group_names_claimed)"],
  },
  {
    name: "people_fates",
    columns: "organization_id uuid, source_application_id uuid, fate text",
    rows: peopleFateRows,
    writes: [
      `people_fates_standing as materialized (
  select a.id from people_fates_in i
    join source_applications a on a.organization_id = $1 and a.id = i.source_application_id
      and a.people_fate = i.fate
  for share of a)`,
    ],
    checks: [
      `require_rows('people_fates', (select count(*) from people_fates_in), (select count(*) from people_fates_standing))`,
    ],
  },
  {
    name: "admissions",
    columns: `organization_id uuid, source_application_id uuid, since uuid, until uuid, departing bigint, binning bigint,
    departure_limit bigint, bin_limit bigint`,
    rows: admissions,
    writes: [
      `admitted as materialized (
  select admit_departures(organization_id, source_application_id, since, until, departing, binning, departure_limit,
      bin_limit) as ok
    from admissions_in)`,
    ],
    checks: ["(select bool_and(ok) from admitted)"],
  },
  {
    // Shared locks: whoever writes what was read waits for this statement, and finds it written or decides again.
    name: "decisions",
    columns: `organization_id uuid, source_application_id uuid, resource_type text, resource_id uuid,
    resource_version bigint, link_state text`,
    rows: decisionRows,
    writes: [
      `decided_resources as materialized (
  select r.id from decisions_in i
    join provisioned_resources r on r.organization_id = $1
      and r.source_application_id = i.source_application_id and r.resource_type = i.resource_type
      and r.id = i.resource_id and r.version = i.resource_version
  for share of r)`,
      `decided_links as materialized (
  select l.resource_id from decisions_in i
    join links l on l.organization_id = $1 and l.source_application_id = i.source_application_id
      and l.resource_id = i.resource_id and l.state = i.link_state
  for share of l)`,
    ],
    checks: [
      `require_rows('decisions', (select count(resource_version) + count(link_state) from decisions_in),
    (select count(*) from decided_resources) + (select count(*) from decided_links))`,
    ],
  },
];

/** The people that decisions saw under the match keys of those whom they create. */
function claimRows(changes: Changes): object[] {
  return changes.flatMap(({ organizationId, claim }) =>
    claim === undefined || claim.attributeKeys !== undefined
      ? []
      : [{ organization_id: organizationId, keys: claim.keys, seen: [...claim.seen].sort() }],
  );
}

/** The same where match rules name attributes that no column of the directory holds. */
function attributeClaimRows(changes: Changes): object[] {
  return changes.flatMap(({ organizationId, claim }) =>
    claim?.attributeKeys === undefined
      ? []
      : [
          {
            organization_id: organizationId,
            keys: claim.keys,
            attributes: claim.attributeKeys.map(({ attribute }) => attribute),
            attribute_keys: claim.attributeKeys.map(({ key }) => key),
            seen: [...claim.seen].sort(),
          },
        ],
  );
}

function groupNameRows(changes: Changes): object[] {
  return changes.flatMap(({ organizationId, sourceApplicationId, groupName }) => {
    if (groupName === undefined) return [];
    const { key, seen } = groupName;
    return [
      { organization_id: organizationId, source_application_id: sourceApplicationId, key, seen: [...seen].sort() },
    ];
  });
}

function peopleFateRows(changes: Changes): object[] {
  return changes.flatMap(({ organizationId, sourceApplicationId, peopleFate }) =>
    peopleFate === undefined
      ? []
      : [{ organization_id: organizationId, source_application_id: sourceApplicationId, fate: peopleFate }],
  );
}

function decisionRows(changes: Changes): object[] {
  return changes.flatMap(({ organizationId, sourceApplicationId, resourceType, decidedOn }) => {
    if (decidedOn === undefined) return [];
    const { resourceId, resourceVersion, linkState } = decidedOn;
    return [
      {
        organization_id: organizationId,
        source_application_id: sourceApplicationId,
        resource_type: resourceType,
        resource_id: resourceId,
        resource_version: resourceVersion ?? null,
        link_state: linkState ?? null,
      },
    ];
  });
}
