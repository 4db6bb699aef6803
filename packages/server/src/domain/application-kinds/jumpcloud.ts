import { type ApplicationKind, credentials, plainKind } from "../application-kind.ts";

export const jumpcloud: ApplicationKind = {
  ...plainKind,
  id: "jumpcloud",
  name: "JumpCloud",
  summary: "Users and user groups from JumpCloud's custom identity management.",
  knownDialects: ["patch.remove-with-values"],
  guide: [
    {
      text: "In the JumpCloud Admin Portal open SSO Applications > Add New Application > Custom Application, and choose Export users to this app (Identity Management).",
      values: [{ label: "Display Label", value: "{displayName}" }],
    },
    { text: "Save it, choose Configure Application and open the Identity Management tab." },
    { text: "Set the SCIM version to 2.0 and paste both values.", values: credentials("Base URL", "Token Key") },
    { text: "As test user enter the e-mail address of somebody who is not here yet." },
    {
      text: "Choose Test Connection. JumpCloud creates a test user and a test group and deletes them again: you will see them in the recycle bin here, and that is right.",
    },
    { text: "Turn on the management of user groups and memberships if you want groups." },
    { text: "Choose Activate, then Save." },
    {
      text: "On the User Groups tab tick one small group and save; watch its people arrive here, then tick the others.",
    },
  ],
};
