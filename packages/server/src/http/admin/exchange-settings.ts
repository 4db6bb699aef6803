import type { exchangeSettingsRoutes } from "@rollcall/admin-api/exchange-settings.ts";
import { saveExchangeSettings } from "../../actions/save-exchange-settings.ts";
import { maskedByDefault } from "../../domain/masking.ts";
import { findExchangeSettings } from "../../storage/read/exchange-settings.ts";
import type { HandlersOf } from "./handler.ts";

export const exchangeSettingsHandlers: HandlersOf<typeof exchangeSettingsRoutes> = {
  getExchangeSettings: async ({ deps, organizationId }) => {
    const settings = await findExchangeSettings(deps.database.reader, organizationId);
    return { ...settings, maskedPaths: [...settings.maskedPaths], alwaysMasked: [...maskedByDefault] };
  },
  putExchangeSettings: async ({ deps, organizationId, body }) => {
    const saved = await saveExchangeSettings(deps, organizationId, body);
    return { ...saved, maskedPaths: [...saved.maskedPaths] };
  },
};
