import { type ApplicationKind, credentials, plainKind } from "../application-kind.ts";

export const miniorange: ApplicationKind = {
  ...plainKind,
  id: "miniorange",
  name: "miniOrange",
  summary: "Users and groups from miniOrange's SCIM Server (Destination) app.",
  guide: [
    {
      text: "In the miniOrange Admin Console open Apps > Add Application, choose Provisioning, and find SCIM Server (Destination).",
    },
    { text: "Enter a name and save.", values: [{ label: "Display Application Name", value: "{displayName}" }] },
    {
      text: "Under Authorization Configuration paste both values, choose Test Connection, then Save & Next.",
      values: credentials("SCIM Base URL", "Bearer Token"),
    },
    { text: "Under Attributes Mapping keep the six required user rows, and Save & Next." },
    { text: "For groups add a row: Group Name to displayName." },
    {
      text: "Turn on creating, updating and deleting users, and the switches for groups and memberships if you want them. Save.",
    },
    { text: "Under Policies give the app to a group with one person, and watch that person arrive here." },
    { text: "Then give it to the other groups." },
  ],
};
