import { directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { useMemo } from "react";
import { useOrganization } from "./organization.ts";
import { useAnswer } from "./use-answer.ts";

/** What the attributes of people or groups are called, by their names. */
export function useAttributeLabels(of: "users" | "groups"): ReadonlyMap<string, string> {
  const { id } = useOrganization();
  const known = useAnswer(directoryAttributeRoutes.listDirectoryAttributes, { params: { organizationId: id } });
  return useMemo(() => new Map((known.data?.[of] ?? []).map(({ name, label }) => [name, label])), [known.data, of]);
}
