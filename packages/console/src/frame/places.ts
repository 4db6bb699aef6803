import {
  type Icon,
  IconActivity,
  IconApps,
  IconHandStop,
  IconHome,
  IconSettings,
  IconUser,
  IconUserQuestion,
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
    | "/o/$slug/directory/conflicts"
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
  /** What of the overview waits there for a person; its number stands beside the label. */
  readonly waiting?: "held" | "conflicts";
}

/** The places of an organization, in the order of the rail. */
export const places: readonly Place[] = [
  { to: "/o/$slug/overview", label: "Overview", icon: IconHome, key: "o" },
  { to: "/o/$slug/apps", label: "Apps", icon: IconApps, key: "a" },
  { to: "/o/$slug/directory/users", label: "Users", icon: IconUser, key: "u" },
  { to: "/o/$slug/directory/groups", label: "Groups", icon: IconUsersGroup, key: "g" },
  { to: "/o/$slug/directory/conflicts", label: "Conflicts", icon: IconUserQuestion, key: "c", waiting: "conflicts" },
  { to: "/o/$slug/activity", label: "Activity", icon: IconActivity, key: "e" },
  { to: "/o/$slug/held", label: "Held", icon: IconHandStop, key: "h", waiting: "held" },
  { to: "/o/$slug/webhooks", label: "Webhooks", icon: IconWebhook, key: "w", below: true },
  { to: "/o/$slug/settings", label: "Settings", icon: IconSettings, key: "s", below: true },
];
