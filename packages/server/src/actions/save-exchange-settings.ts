import { checkMaskedPaths, type ExchangeSettings } from "../domain/exchange-settings.ts";
import { RollcallError } from "../domain/errors.ts";
import { saveExchangeSettings as updateSettings } from "../storage/write/exchange-settings.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * Saves what an organization keeps of its exchanges; what was kept before stays as it is until its time is over.
 *
 * @throws {RollcallError} exchange_settings.invalid
 */
export async function saveExchangeSettings(
  deps: ActionDeps,
  organizationId: string,
  sent: ExchangeSettings,
): Promise<ExchangeSettings> {
  const problems = checkMaskedPaths(sent.maskedPaths);
  if (sent.contentRetentionDays > sent.retentionDays) {
    const detail = `expected at most the ${sent.retentionDays} days of retentionDays, found ${sent.contentRetentionDays}`;
    problems.push({ where: "/contentRetentionDays", detail });
  }
  const [first] = problems;
  if (first !== undefined) throw new RollcallError("exchange_settings.invalid", first.detail, problems);
  const settings = { ...sent, maskedPaths: [...new Set(sent.maskedPaths.map((path) => path.trim()))] };
  await changeSettings(deps, (tx) => updateSettings(tx, organizationId, settings));
  return settings;
}
