import { type ApplicationKind, credentials, plainKind, workAddress } from "../application-kind.ts";

export const pingone: ApplicationKind = {
  ...plainKind,
  id: "pingone",
  name: "PingOne",
  summary: "Users and groups from a PingOne environment by SCIM outbound provisioning.",
  userRules: workAddress,
  guide: [
    { text: "In PingOne open Integrations > Provisioning, choose +, New connection, and select Identity Store." },
    {
      text: "Choose SCIM Outbound and give the connection a name.",
      values: [{ label: "Name", value: "{displayName}" }],
    },
    {
      text: "Choose OAuth 2 Bearer Token as authentication method, Bearer as Auth Type Header and 2.0 as SCIM version, and paste both values.",
      values: credentials("SCIM Base URL", "OAuth Access Token"),
    },
    {
      text: "Leave the resources as they are.",
      values: [
        { label: "Users Resource", value: "/Users" },
        { label: "Groups Resource", value: "/Groups" },
      ],
    },
    { text: "Choose Test connection." },
    {
      text: "Under preferences keep the user filter and userName as unique identifier, and choose what a removal does: Disable or Delete.",
      values: [{ label: "User Filter Expression", value: 'username eq "%s"' }],
    },
    { text: "Save, and turn the connection on." },
    {
      text: "Choose +, New rule: PingOne is the source, this connection the target; set whom it covers and check the attribute mapping.",
    },
    { text: "Turn the rule on for one person first, and watch that person arrive here." },
  ],
};
