import { Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../api/organization.ts";
import { useOverview } from "../api/overview.ts";
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
  const { icon: PlaceIcon, label, to, key, waiting } = place;
  const link = (
    <Link to={to} params={{ slug }} className={classes.place} activeProps={{ className: classes.current ?? "" }}>
      <PlaceIcon size={16} stroke={1.5} aria-hidden="true" />
      <span className={compact ? classes.unseen : undefined}>{label}</span>
      {waiting !== undefined && <WaitingCount what={waiting} compact={compact} />}
    </Link>
  );
  return (
    <Tooltip label={`${label}  g ${key}`} position="right" disabled={!compact}>
      {link}
    </Tooltip>
  );
}

interface WaitingProps {
  readonly what: "held" | "conflicts";
  readonly compact: boolean;
}

/** How much waits for a person: each application counts a thousand at most. */
function WaitingCount({ what, compact }: WaitingProps) {
  const count = useOverview().data?.[what] ?? 0;
  if (count === 0) return null;
  const shown = count >= 1_000 ? "999+" : String(count);
  return (
    <span className={compact ? classes.dot : classes.count} role="img" aria-label={`${shown} waiting`}>
      {compact ? "" : shown}
    </span>
  );
}
