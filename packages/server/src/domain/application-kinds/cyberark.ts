import { type ApplicationKind, credentials, plainKind } from "../application-kind.ts";

export const cyberark: ApplicationKind = {
  ...plainKind,
  id: "cyberark",
  name: "CyberArk",
  summary: "Users and roles from CyberArk Identity, formerly Idaptive.",
  guide: [
    {
      text: "In the Identity Administration portal open Apps & Widgets > Web Apps > Add Web Apps, and add a SAML app on the Custom tab.",
    },
    { text: "Name it under Settings and save.", values: [{ label: "Name", value: "{displayName}" }] },
    { text: "Open Provisioning, tick Enable provisioning for this application, and begin in Preview Mode." },
    {
      text: "Choose Authorization Header with the header type Bearer Token, and paste both values.",
      values: credentials("SCIM Service URL", "Bearer Token"),
    },
    {
      text: "Choose Verify: CyberArk reads the configuration, the resource types, the schemas and one user. Then save.",
    },
    {
      text: "Under Role Mappings add the roles whose members are to be provisioned, and the group that each of them becomes here.",
    },
    { text: "Choose what happens to people who lose their roles: Deactivate or disable." },
    { text: "On Permissions give the app to the same roles." },
    {
      text: "Switch to Live Mode and start a synchronization for one person under Settings > Users > Outbound Provisioning.",
    },
  ],
};
