import {
  type Icon,
  IconActivity,
  IconApps,
  IconHandStop,
  IconHome,
  IconSettings,
  IconUser,
  IconUsersGroup,
  IconWebhook,
} from "@tabler/icons-react";

/** One place of the left rail. */
export interface Place {
  readonly to:
    | "/o/$slug/overview"
    | "/o/$slug/apps"
    | "/o/$slug/directory/users"
    | "/o/$slug/directory/groups"
    | "/o/$slug/activity"
    | "/o/$slug/held"
    | "/o/$slug/webhooks"
    | "/o/$slug/settings";
  readonly label: string;
  readonly icon: Icon;
  /** The key that leads there, after g. */
  readonly key: string;
  /** Stands below the rule. */
  readonly below?: boolean;
  /** Its address begins so; a place is current on all pages below it. */
  readonly indented?: boolean;
}

/** The places of an organization, in the order of the rail. */
export const places: readonly Place[] = [
  { to: "/o/$slug/overview", label: "Overview", icon: IconHome, key: "o" },
  { to: "/o/$slug/apps", label: "Apps", icon: IconApps, key: "a" },
  { to: "/o/$slug/directory/users", label: "Users", icon: IconUser, key: "u" },
  { to: "/o/$slug/directory/groups", label: "Groups", icon: IconUsersGroup, key: "g" },
  { to: "/o/$slug/activity", label: "Activity", icon: IconActivity, key: "e" },
  { to: "/o/$slug/held", label: "Held", icon: IconHandStop, key: "h" },
  { to: "/o/$slug/webhooks", label: "Webhooks", icon: IconWebhook, key: "w", below: true },
  { to: "/o/$slug/settings", label: "Settings", icon: IconSettings, key: "s", below: true },
];
