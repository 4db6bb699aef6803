import { defaultExchangeSettings, type ExchangeSettings } from "../../domain/exchange-settings.ts";
import { type Reader, unnamedStatement } from "../database.ts";

const settingsOf = unnamedStatement("select exchange_settings as settings from organizations where id = $1");

/** What an organization keeps of its exchanges, and for how long. */
export async function findExchangeSettings(reader: Reader, organizationId: string): Promise<ExchangeSettings> {
  const [row] = await reader.query<{ settings: Partial<ExchangeSettings> }>(settingsOf, [organizationId]);
  return { ...defaultExchangeSettings, ...row?.settings };
}

/** An application with the days for which its organization keeps exchanges. */
export interface RetainedApplication {
  readonly organizationId: string;
  readonly id: string;
  readonly retentionDays: number;
  readonly contentRetentionDays: number;
}

const retained = unnamedStatement(
  `select a.organization_id as "organizationId", a.id,
      coalesce((n.exchange_settings->>'retentionDays')::int, $1) as "retentionDays",
      coalesce((n.exchange_settings->>'contentRetentionDays')::int, $2) as "contentRetentionDays"
    from source_applications a join organizations n on n.id = a.organization_id
    where $3::uuid is null or (a.organization_id, a.id) > ($3, $4::uuid)
    order by a.organization_id, a.id limit 500`,
);

/** Lists all applications, deleted ones included, with what is to be kept of them: 500 after the given one. */
export async function listRetainedApplications(
  reader: Reader,
  after: { readonly organizationId: string; readonly id: string } | undefined,
): Promise<RetainedApplication[]> {
  const { retentionDays, contentRetentionDays } = defaultExchangeSettings;
  return reader.query(retained, [
    retentionDays,
    contentRetentionDays,
    after?.organizationId ?? null,
    after?.id ?? null,
  ]);
}
