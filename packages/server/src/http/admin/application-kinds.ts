import type { ApplicationKind as Presented, applicationKindRoutes } from "@rollcall/admin-api/application-kinds.ts";
import type { ApplicationKind } from "../../domain/application-kind.ts";
import { applicationKinds } from "../../domain/application-kinds.ts";
import type { HandlersOf } from "./handler.ts";

export const applicationKindHandlers: HandlersOf<typeof applicationKindRoutes> = {
  listApplicationKinds: async () => ({ items: applicationKinds.map(present) }),
};

function present(kind: ApplicationKind): Presented {
  return {
    ...kind,
    pushNote: kind.pushNote ?? null,
    userRules: Object.entries(kind.userRules).map(([attribute, paths]) => ({ attribute, paths: [...paths] })),
    knownDialects: [...kind.knownDialects],
    refusedDialects: [...kind.refusedDialects],
    guide: kind.guide.map(({ text, values = [] }) => ({ text, values: values.map((value) => ({ ...value })) })),
  };
}
