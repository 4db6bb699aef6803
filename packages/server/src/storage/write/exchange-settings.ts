import type { ExchangeSettings } from "../../domain/exchange-settings.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const save = unnamedStatement("update organizations set exchange_settings = $2 where id = $1");

export async function saveExchangeSettings(tx: Tx, organizationId: string, settings: ExchangeSettings): Promise<void> {
  await tx.execute(save, [organizationId, JSON.stringify(settings)]);
}
