import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

const days = (description: string) => Type.Integer({ minimum: 1, maximum: 3_650, description });

export const ExchangeSettings = exactly({
  maskedPaths: Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
    maxItems: 100,
    description: "Attribute paths whose values are masked beside those that always are; one masks all below it.",
  }),
  retentionDays: days("Days for which exchanges are kept."),
  contentRetentionDays: days("Days for which the bodies of their requests and answers are kept."),
});
export type ExchangeSettings = Static<typeof ExchangeSettings>;

export const exchangeSettingsRoutes = defineRoutes({
  getExchangeSettings: {
    method: "GET",
    path: "/organizations/{organizationId}/exchange-settings",
    summary: "Reads what an organization keeps of its exchanges, and for how long.",
    permission: "read",
    answer: exactly({
      ...ExchangeSettings.properties,
      alwaysMasked: Type.Array(Type.String(), { description: "Masked whatever is set; so are secrets of every kind." }),
    }),
  },
  putExchangeSettings: {
    method: "PUT",
    path: "/organizations/{organizationId}/exchange-settings",
    summary: "Replaces them; what was kept before stays as it is until its days are over.",
    permission: "change",
    body: ExchangeSettings,
    answer: ExchangeSettings,
  },
});
