import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useOrganization } from "../../api/organization.ts";
import classes from "./settings-layout.module.css";

const tabs = [
  { to: "/o/$slug/settings", label: "Organization" },
  { to: "/o/$slug/settings/attributes", label: "Attributes" },
  { to: "/o/$slug/settings/several-sources", label: "Several sources" },
  { to: "/o/$slug/settings/administrators", label: "Administrators" },
  { to: "/o/$slug/settings/notices", label: "Notices" },
  { to: "/o/$slug/settings/api-keys", label: "API keys" },
  { to: "/o/$slug/settings/audit-trail", label: "Audit trail" },
  { to: "/o/$slug/settings/about", label: "About" },
] as const;

/** The pages of the settings, side by side. */
export function SettingsLayout() {
  const { slug } = useOrganization();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  // Where the tabs are one row that scrolls, the current one is in sight.
  useEffect(() => {
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [pathname]);
  return (
    <div className={classes.layout}>
      <nav ref={nav} aria-label="Settings" className={classes.tabs}>
        {tabs.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            params={{ slug }}
            activeOptions={{ exact: true, includeSearch: false }}
            className={classes.tab}
            activeProps={{ className: classes.current ?? "" }}
          >
            {label}
          </Link>
        ))}
        <Link to="/your-sign-in" className={classes.tab}>
          Your sign-in
        </Link>
      </nav>
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  );
}
