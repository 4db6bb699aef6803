import { type ApplicationKind, credentials, plainKind, workAddress } from "../application-kind.ts";

export const okta: ApplicationKind = {
  ...plainKind,
  id: "okta",
  name: "Okta",
  summary: "Users and pushed groups from Okta Workforce Identity.",
  userRules: {
    middleName: ["name.middleName"],
    nickName: ["nickName"],
    // Okta calls it primaryPhone and gives it the type of the app's profile.
    workPhone: ['phoneNumbers[type eq "work"].value', "phoneNumbers[primary eq true].value"],
    ...workAddress,
  },
  knownDialects: ["patch.dotted-keys", "patch.schemas-missing"],
  guide: [
    {
      text: "In the Okta Admin Console open Applications > Applications > Browse App Catalog, find SCIM 2.0 Test App (OAuth Bearer Token) and choose Add Integration. An app of your own works too: on its General tab set Provisioning to SCIM.",
    },
    { text: "Name it, choose Next, and Done.", values: [{ label: "Application label", value: "{displayName}" }] },
    { text: "Open the Provisioning tab, choose Configure API Integration and tick Enable API Integration." },
    {
      text: "Paste both values, choose Test API Credentials, and Save.",
      values: credentials("SCIM 2.0 Base Url", "OAuth Bearer Token"),
    },
    {
      text: "Under Provisioning > To App choose Edit, tick Create Users, Update User Attributes and Deactivate Users, and Save.",
    },
    { text: "On the Assignments tab assign one person, and watch that person arrive here." },
    { text: "Then assign the groups of people who are to be provisioned." },
    {
      text: "For groups open Push Groups and choose the groups by name or rule. Okta pushes a group's members only when they are assigned to the app too.",
    },
    {
      text: "Know this: Okta never deletes, it deactivates; and suspending somebody in Okta sends nothing at all.",
    },
  ],
};
