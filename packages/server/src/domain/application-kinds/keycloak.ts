import { type ApplicationKind, credentials, plainKind } from "../application-kind.ts";

export const keycloak: ApplicationKind = {
  ...plainKind,
  id: "keycloak",
  name: "Keycloak",
  summary: "Users and groups of a Keycloak realm, with a SCIM extension.",
  push: "extension",
  pushNote: "Keycloak itself does not push by SCIM: a SCIM client extension has to be installed in it first.",
  callsFrom: "network",
  knownDialects: ["boolean.string", "patch.op-capitalised"],
  guide: [
    {
      text: "Put a SCIM client extension, such as keycloak-scim of mitodl or scim-for-keycloak, into Keycloak's folder providers and restart Keycloak. The names below are keycloak-scim's.",
    },
    {
      text: "In the Admin Console choose the realm, open Realm settings > Events, and add scim to the event listeners.",
    },
    {
      text: "Open User federation, choose Add scim provider, and name it.",
      values: [{ label: "UI display name", value: "{displayName}" }],
    },
    {
      text: "Choose BEARER as Auth mode, leave Endpoint content type at application/scim+json, and paste both values.",
      values: credentials("SCIM 2.0 endpoint", "Auth password/token"),
    },
    { text: "Turn on the propagation of users, and of groups if you want them." },
    { text: "Leave the import during synchronization off: this side is a target, not a source." },
    {
      text: "Save. From now on every change of a user is pushed; change one person and watch that person arrive here.",
    },
    { text: "Choose Sync all users to push those who exist." },
    {
      text: "Know this: the extension does not look for people before it creates them. Where somebody was refused as a duplicate, delete the copy here or let it be linked.",
    },
  ],
};
