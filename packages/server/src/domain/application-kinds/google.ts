import { type ApplicationKind, plainKind } from "../application-kind.ts";

export const google: ApplicationKind = {
  ...plainKind,
  id: "google-workspace",
  name: "Google Workspace",
  summary: "Google's automated provisioning, which serves the apps of Google's own catalogue.",
  push: "no",
  pushNote:
    "Google provisions only the apps of its own catalogue and has no field for another SCIM address: bring these people in through a source that reads Google Workspace, such as Okta, Microsoft Entra ID or JumpCloud.",
  guide: [
    { text: "Google Workspace itself cannot push to an address of your own." },
    {
      text: "Connect Google Workspace to an identity provider that imports its people: Okta, Microsoft Entra ID, OneLogin and JumpCloud do.",
    },
    { text: "Add that identity provider here as the application, and follow its guide." },
    {
      text: "A program of your own that reads Google's Directory API can push with these values, too.",
      values: [
        { label: "SCIM Base URL", value: "{scimBaseUrl}" },
        { label: "Bearer Token", value: "{bearerToken}" },
      ],
    },
  ],
};
