import { type ApplicationKind, credentials, plainKind, workAddress } from "../application-kind.ts";

export const onelogin: ApplicationKind = {
  ...plainKind,
  id: "onelogin",
  name: "OneLogin",
  summary: "Users and groups from OneLogin, shaped by a JSON template of your own.",
  userRules: workAddress,
  // The body is a template that an administrator writes: whatever is quoted there arrives as a string.
  knownDialects: ["boolean.string", "schemas.unknown-urn", "schemas.base-missing"],
  guide: [
    {
      text: "In OneLogin open Applications > Applications > Add App, find SCIM Provisioner with SAML (SCIM v2 Enterprise) and add it.",
      values: [{ label: "Display Name", value: "{displayName}" }],
    },
    {
      text: "Save, then open the Configuration tab and paste both values.",
      values: credentials("SCIM Base URL", "SCIM Bearer Token"),
    },
    {
      text: "In the SCIM JSON Template keep userName, name, displayName and emails with the type work. Do not put quotes around a value that is true or false.",
    },
    {
      text: "Choose Enable under API Connection: OneLogin looks for somebody who does not exist, and is satisfied with an empty list.",
    },
    { text: "On the Parameters tab set SCIM Username to what people are called here, usually Email." },
    {
      text: "On the Provisioning tab tick Enable provisioning. Choose what happens when people are deleted or lose the app: Suspend or Delete.",
    },
    {
      text: "Untick the approvals for create, update and delete, unless somebody is to approve each of them in OneLogin.",
    },
    {
      text: "On the Access tab give the app to a role, or add it to one person first, and watch that person arrive here.",
    },
    {
      text: "For groups add a parameter Groups with Include in User Provisioning, then a rule that sets groups from roles.",
    },
  ],
};
