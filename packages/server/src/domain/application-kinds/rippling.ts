import { type ApplicationKind, credentials, plainKind } from "../application-kind.ts";

export const rippling: ApplicationKind = {
  ...plainKind,
  id: "rippling",
  name: "Rippling",
  summary: "Employees from Rippling, driven by their start and end dates.",
  userRules: {
    // Rippling offers externalId and employeeNumber as attributes to pick; e-mails come without a type.
    email: ["emails[primary eq true].value", 'emails[type eq "work"].value', "emails.value"],
  },
  guide: [
    {
      text: "In Rippling open IT > Third-Party Access > Add Integration > Create New Custom Integration. In older accounts it is Custom App under Identity Management.",
      values: [{ label: "Name", value: "{displayName}" }],
    },
    { text: "Tick User Management via SCIM and continue. Set the SCIM version to 2.0." },
    {
      text: "Choose Bearer Token as authorization method and paste the address; the token is asked for at the installation.",
      values: credentials("SCIM base URL", "Bearer Token"),
    },
    { text: "Tick Supports Groups, Supports Pagination, Create & Delete Groups, and Use PATCH to edit Groups." },
    {
      text: "Add the supported SCIM attributes, one after the other.",
      values: ["externalId", "emails.primary", "name.givenName", "name.familyName", "employeeNumber"].map((value) => ({
        label: "Supported SCIM Attribute",
        value,
      })),
    },
    { text: "Choose Install now, and paste the token." },
    { text: "Set the cadence of the attribute mappings to On user creation and updates." },
    { text: "Set the access rule to one person first, and watch that person arrive here; then widen it." },
  ],
};
