import { type ApplicationKind, credentials, plainKind, workAddress } from "../application-kind.ts";

export const entra: ApplicationKind = {
  ...plainKind,
  id: "entra",
  name: "Microsoft Entra ID",
  summary: "Users and groups from Entra ID, formerly Azure Active Directory.",
  userRules: workAddress,
  knownDialects: [
    "patch.op-capitalised",
    "patch.remove-with-values",
    "patch.replace-creates-value",
    "patch.dotted-keys",
    "patch.flat-urn-keys",
    "boolean.string",
    "complex.bare-value",
    "complex.array-of-one",
    "schemas.unknown-urn",
  ],
  guide: [
    {
      text: "In the Entra admin center open Enterprise apps > New application > Create your own application, and choose Integrate any other application you don't find in the gallery.",
      values: [{ label: "Name", value: "{displayName}" }],
    },
    { text: "Open the new application, then Provisioning, and connect it: the mode is Automatic where you are asked." },
    {
      text: "Paste both values and choose Test Connection, then create or save.",
      values: credentials("Tenant URL", "Secret token"),
    },
    {
      text: "Under Attribute mapping check the user mapping: userName is usually userPrincipalName, and active comes from Switch([IsSoftDeleted], …). Leave both as they are.",
    },
    { text: "Under Users and groups assign the people and groups who are to be provisioned." },
    { text: "Choose Provision on demand, pick one person, and watch that person arrive here." },
    { text: "Choose Start provisioning. The first cycle begins at once; later ones run about every 40 minutes." },
    {
      text: "Know this: Entra disables people who leave, and deletes them only 30 days after they were deleted in Entra. It does not send memberships again when somebody comes back: they are kept here.",
    },
  ],
};
