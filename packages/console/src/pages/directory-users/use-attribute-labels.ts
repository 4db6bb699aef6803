import { directoryAttributeRoutes } from "@rollcall/admin-api/directory-attributes.ts";
import { useMemo } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useAnswer } from "../../api/use-answer.ts";

/** What the attributes of people are called, by their names. */
export function useAttributeLabels(): ReadonlyMap<string, string> {
  const { id } = useOrganization();
  const known = useAnswer(directoryAttributeRoutes.listDirectoryAttributes, { params: { organizationId: id } });
  return useMemo(() => new Map((known.data?.users ?? []).map(({ name, label }) => [name, label])), [known.data]);
}
