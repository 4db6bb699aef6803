import { Tooltip } from "@mantine/core";
import { heldChangeRoutes } from "@rollcall/admin-api/held-changes.ts";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../api/organization.ts";
import { useAnswer } from "../api/use-answer.ts";
import { AdministratorMenu } from "./administrator-menu.tsx";
import { OrganizationSwitcher } from "./organization-switcher.tsx";
import { type Place, places } from "./places.ts";
import classes from "./rail.module.css";

/** The left rail: which organization, where to go, and who is signed in. */
export function Rail({ compact }: { readonly compact: boolean }) {
  return (
    <div className={compact ? `${classes.rail} ${classes.compact}` : classes.rail}>
      <OrganizationSwitcher compact={compact} />
      <nav className={classes.places} aria-label="Places">
        {places
          .filter(({ below }) => below !== true)
          .map((place) => (
            <PlaceLink key={place.to} place={place} compact={compact} />
          ))}
        <div className={classes.rule} role="separator" />
        {places
          .filter(({ below }) => below === true)
          .map((place) => (
            <PlaceLink key={place.to} place={place} compact={compact} />
          ))}
      </nav>
      <AdministratorMenu compact={compact} />
    </div>
  );
}

function PlaceLink({ place, compact }: { readonly place: Place; readonly compact: boolean }) {
  const { slug } = useOrganization();
  const { icon: PlaceIcon, label, to, key } = place;
  const link = (
    <Link to={to} params={{ slug }} className={classes.place} activeProps={{ className: classes.current ?? "" }}>
      <PlaceIcon size={16} stroke={1.5} aria-hidden="true" />
      <span className={compact ? classes.unseen : undefined}>{label}</span>
      {to === "/o/$slug/held" && <HeldCount compact={compact} />}
    </Link>
  );
  return (
    <Tooltip label={`${label}  g ${key}`} position="right" disabled={!compact}>
      {link}
    </Tooltip>
  );
}

/** How many changes wait for a person. */
function HeldCount({ compact }: { readonly compact: boolean }) {
  const { id } = useOrganization();
  const held = useAnswer(
    heldChangeRoutes.listHeldChanges,
    { params: { organizationId: id }, query: { limit: 100 } },
    { every: 30_000 },
  );
  const count = held.data?.items.length ?? 0;
  if (count === 0) return null;
  const more = held.data?.nextCursor !== null;
  return (
    <span className={compact ? classes.dot : classes.count} aria-label={`${count}${more ? " or more" : ""} waiting`}>
      {compact ? "" : `${count}${more ? "+" : ""}`}
    </span>
  );
}
