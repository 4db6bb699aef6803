import { directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { type MappingExample, mostPayload } from "@rollcall/admin-api/mappings.ts";
import { useMemo, useState } from "react";
import { useOrganization } from "../../api/organization.ts";
import { useSourceApplication } from "../../api/source-application.ts";
import { useAnswer } from "../../api/use-answer.ts";
import type { SectionName } from "./mapping-draft.ts";

/** Whom the values beside the rows are shown for. What was typed or chosen is kept while another kind is looked at. */
export interface ExampleChoice {
  readonly kind: "latest" | "stored" | "payload";
  /** The directory user or group that was chosen. */
  readonly directoryId: string | undefined;
  readonly text: string;
}

const latest: ExampleChoice = { kind: "latest", directoryId: undefined, text: "" };

/** The example of each section, and what is sent of it. A pasted payload is kept by this page, and nowhere else. */
export function useExample(section: SectionName) {
  const [choices, setChoices] = useState({ users: latest, groups: latest });
  const choice = choices[section];
  const { links, isPending } = useLinks(section, choice.kind === "stored" ? choice.directoryId : undefined);
  const { id } = useSourceApplication();
  const own = links.find((link) => link.sourceApplicationId === id && link.state !== "closed");
  const scimId = own?.scimId;
  const sent = useMemo((): MappingExample | undefined => {
    const resourceType = section === "users" ? "User" : "Group";
    // What is too long is not sent: the field says so.
    if (choice.kind === "payload") return { resourceType, text: isTooLong(choice.text) ? "" : choice.text };
    return choice.kind === "latest" || scimId === undefined ? undefined : { resourceType, scimId };
  }, [section, choice, scimId]);
  return {
    choice,
    sent,
    /** Chosen, and not this source's to write. */
    unlinked: choice.kind === "stored" && choice.directoryId !== undefined && !isPending && scimId === undefined,
    change: (part: Partial<ExampleChoice>) =>
      setChoices((before) => ({ ...before, [section]: { ...before[section], ...part } })),
  };
}

export function isTooLong(text: string): boolean {
  return text.length > mostPayload;
}

function useLinks(section: SectionName, directoryId: string | undefined) {
  const { id: organizationId } = useOrganization();
  const known = directoryId !== undefined;
  const user = useAnswer(
    directoryUserRoutes.listDirectoryUserLinks,
    { params: { organizationId, directoryUserId: directoryId ?? "" } },
    { enabled: known && section === "users" },
  );
  const group = useAnswer(
    directoryGroupRoutes.getDirectoryGroup,
    { params: { organizationId, directoryGroupId: directoryId ?? "" } },
    { enabled: known && section === "groups" },
  );
  return section === "users"
    ? { links: user.data?.items ?? [], isPending: user.isPending }
    : { links: group.data?.links ?? [], isPending: group.isPending };
}
