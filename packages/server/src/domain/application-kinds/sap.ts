import { type ApplicationKind, plainKind, workAddress } from "../application-kind.ts";

export const sap: ApplicationKind = {
  ...plainKind,
  id: "sap-cloud-identity",
  name: "SAP Cloud Identity",
  summary: "Users and groups from SAP Cloud Identity Services through Identity Provisioning.",
  userRules: workAddress,
  knownDialects: ["schemas.unknown-urn"],
  // Its SCIM System target takes user and password, a client certificate or OAuth, and no fixed token.
  basicAllowed: true,
  guide: [
    {
      text: "In the administration console open Identity Provisioning > Target Systems > Add, and choose the type SCIM System. Tenants bundled with another SAP solution have it only with SAP Identity Access Governance.",
    },
    {
      text: "Name it and choose the source system that the people come from.",
      values: [{ label: "System Name", value: "{displayName}" }],
    },
    {
      text: "On the Properties tab enter these. The token goes in as the password; any user name does.",
      values: [
        { label: "Type", value: "HTTP" },
        { label: "ProxyType", value: "Internet" },
        { label: "URL", value: "{scimBaseUrl}" },
        { label: "Authentication", value: "BasicAuthentication" },
        { label: "User", value: "rollcall" },
        { label: "Password", value: "{bearerToken}" },
        { label: "scim.api.csrf.protection", value: "disabled" },
      ],
    },
    {
      text: "Let it change people with PATCH, and find those who exist by their user name.",
      values: [
        { label: "scim.support.patch.operation", value: "true" },
        { label: "scim.user.unique.attribute", value: "userName" },
      ],
    },
    {
      text: "Check the transformation of the target system: userName, names, the e-mail with the type work, and active. The one that SAP begins with leaves out groups and the enterprise attributes (department, manager and others). For groups take the ignore out of its group section; for the attributes take out the mapping that removes the enterprise extension.",
    },
    { text: "In the source system narrow the filter to one person and save." },
    { text: "Open Jobs of the source system and run a Read Job; watch that person arrive here." },
    { text: "Widen the filter and give the job a schedule." },
    {
      text: "Know this: somebody with the same user name who exists in this application already is overwritten, not refused.",
    },
  ],
};
