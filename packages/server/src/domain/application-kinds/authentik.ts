import { type ApplicationKind, credentials, plainKind } from "../application-kind.ts";

export const authentik: ApplicationKind = {
  ...plainKind,
  id: "authentik",
  name: "authentik",
  summary: "Users and groups from authentik's SCIM provider.",
  callsFrom: "network",
  userRules: {
    // authentik sends e-mail addresses with the type other.
    email: [
      'emails[type eq "work"].value',
      "emails[primary eq true].value",
      'emails[type eq "other"].value',
      "emails.value",
    ],
  },
  knownDialects: ["filter.unquoted-value", "patch.remove-with-values", "patch.read-only-ignored"],
  guide: [
    {
      text: "In the admin interface open Applications > Applications and choose New Application. For an application that exists, create a provider under Applications > Providers.",
    },
    { text: "Name it and choose SCIM as provider type.", values: [{ label: "Name", value: "{displayName}" }] },
    { text: "Paste both values and leave the mode at Static token.", values: credentials("URL", "Token") },
    { text: "Choose the group whose members are to be provisioned. Without one, everybody is." },
    { text: "Keep the property mappings authentik default SCIM Mapping: User and Group." },
    {
      text: "Where the application signs people in through another provider too, edit it and add this one under Backchannel providers.",
    },
    { text: "Open the provider and run its synchronization; watch the first people arrive here." },
    {
      text: "Know this: authentik creates first and looks afterwards, so refusals with 409 on its first run are expected and mended by itself.",
    },
  ],
};
