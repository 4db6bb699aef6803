import { type ApplicationKind, credentials, plainKind, workAddress } from "../application-kind.ts";

export const pingfederate: ApplicationKind = {
  ...plainKind,
  id: "pingfederate",
  name: "PingFederate",
  summary: "Users and groups of a directory behind PingFederate, with Ping's SCIM Provisioner.",
  callsFrom: "network",
  userRules: workAddress,
  guide: [
    {
      text: "Put the files of Ping's SCIM Provisioner into PingFederate and restart it. The provisioner that comes with PingFederate speaks SCIM 1.1 only.",
    },
    { text: "Turn outbound provisioning on in run.properties (pf.provisioner.mode), if it is off." },
    {
      text: "Open Applications > SP Connections, create a connection, and tick Outbound Provisioning with the type SCIM Connector.",
    },
    {
      text: "On the tab Outbound Provisioning choose Configure Provisioning, SCIM version 2.0 and OAuth 2 Bearer Token, and paste both values.",
      values: credentials("SCIM URL", "Access Token"),
    },
    {
      text: "Keep userName as Unique User Identifier: to change it later the connection has to be deleted, PingFederate restarted, and a new connection made.",
    },
    { text: "Choose what a removal does, Disable or Delete, and tick PATCH for groups." },
    {
      text: "On Manage Channels create a channel: your directory as source, the base DN, and a filter for one person.",
    },
    {
      text: "Check the attribute mapping, set the channel and the connection to Active, and watch that person arrive here.",
    },
    { text: "Then widen the filter of the channel." },
  ],
};
