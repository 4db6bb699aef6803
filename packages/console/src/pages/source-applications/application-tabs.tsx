import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import classes from "./application-tabs.module.css";

interface Props {
  readonly params: { readonly slug: string; readonly applicationId: string };
}

const tabs = [
  { to: "/o/$slug/apps/$applicationId", label: "Overview", exact: true },
  { to: "/o/$slug/apps/$applicationId/basic-settings", label: "Basic Settings", exact: false },
  { to: "/o/$slug/apps/$applicationId/authorization", label: "Authorization Configuration", exact: false },
  { to: "/o/$slug/apps/$applicationId/mapping", label: "Attributes Mapping", exact: false },
  { to: "/o/$slug/apps/$applicationId/provisioning", label: "SCIM Client (Source) to Rollcall", exact: false },
  { to: "/o/$slug/apps/$applicationId/linking", label: "Linking", exact: false },
  { to: "/o/$slug/apps/$applicationId/group-rules", label: "Group rules", exact: false },
  { to: "/o/$slug/apps/$applicationId/schemas", label: "Schemas", exact: false },
  { to: "/o/$slug/apps/$applicationId/leavers", label: "Leavers", exact: false },
  { to: "/o/$slug/apps/$applicationId/reconcile", label: "Reconcile", exact: false },
  { to: "/o/$slug/apps/$applicationId/undo", label: "Undo", exact: false },
] as const;

/** The application's pages. They are links: each has an address of its own. */
export function ApplicationTabs({ params }: Props) {
  const { pathname } = useLocation();
  const own = useRef<HTMLElement>(null);
  useEffect(() => {
    const { current } = own;
    const shown = current?.querySelector<HTMLElement>(`a[href="${pathname}"]`);
    // Along the row only: the page stays where it is.
    if (current && shown) current.scrollLeft = shown.offsetLeft + shown.offsetWidth - current.clientWidth + 48;
  }, [pathname]);
  return (
    <nav ref={own} aria-label="Application" className={classes.tabs}>
      {tabs.map(({ to, label, exact }) => (
        <Link
          key={to}
          to={to}
          params={params}
          search={{}}
          activeOptions={{ exact, includeSearch: false }}
          className={classes.tab}
          activeProps={{ className: `${classes.tab} ${classes.current}`, "aria-current": "page" }}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
