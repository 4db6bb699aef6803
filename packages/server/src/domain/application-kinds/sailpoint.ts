import { type ApplicationKind, credentials, plainKind } from "../application-kind.ts";

export const sailpoint: ApplicationKind = {
  ...plainKind,
  id: "sailpoint",
  name: "SailPoint",
  summary: "Accounts and group memberships that SailPoint Identity Security Cloud governs.",
  knownDialects: ["complex.bare-value"],
  guide: [
    {
      text: "In Identity Security Cloud open Admin > Connections > Sources > Create New and choose the SCIM 2.0 SaaS connector.",
      values: [{ label: "Source Name", value: "{displayName}" }],
    },
    {
      text: "Under Connection choose API Token as authentication type and paste both values.",
      values: credentials("Base URL", "API Token"),
    },
    { text: "Leave Non-Compliant Server off: the discovery answers that SailPoint asks for are all here." },
    { text: "Choose Test Connection and save." },
    {
      text: "Run the schema discovery, then an account aggregation and an entitlement aggregation: both read what is here.",
    },
    { text: "Create a provisioning policy: userName, names, the work e-mail and active." },
    { text: "Correlate the accounts that exist, so that nobody is created twice." },
    { text: "Request access for one person through an access profile, and watch that person arrive here." },
    { text: "To act on leavers, set the lifecycle state to disable accounts of this source." },
  ],
};
