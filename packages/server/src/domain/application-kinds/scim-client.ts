import { type ApplicationKind, credentials, plainKind } from "../application-kind.ts";

export const scimClient: ApplicationKind = {
  ...plainKind,
  id: "scim-client",
  name: "SCIM Client (Source)",
  summary: "Anything that pushes users and groups by SCIM 2.0 and has no tile of its own.",
  // Unknown: what holds for the cloud holds for a private network too.
  callsFrom: "cloud",
  guide: [
    { text: "In your source, open the settings for outbound provisioning and choose SCIM 2.0." },
    { text: "Enter the address and the token.", values: credentials("SCIM Base URL", "Bearer Token") },
    { text: "Where it asks how to authenticate, choose bearer token, or the header Authorization." },
    { text: "Where it asks for a unique attribute, choose userName." },
    { text: "Turn on creating, updating and deactivating users, and groups if you want them." },
    {
      text: "Test the connection, then assign one person and watch that person arrive here before you assign everybody.",
    },
  ],
};
