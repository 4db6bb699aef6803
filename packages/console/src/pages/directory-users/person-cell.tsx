import type { DirectoryUser } from "@rollcall/admin-api/directory-users.ts";
import { IconAlertTriangle, IconFlag, IconScale, IconShieldLock } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useOrganization } from "../../api/organization.ts";
import { flagSentence, personName } from "./person-name.ts";
import classes from "./person-cell.module.css";

/** A person's name as the way to their page, with what needs a look. */
export function PersonCell({ person }: { readonly person: DirectoryUser }) {
  const { slug } = useOrganization();
  return (
    <span className={classes.cell}>
      <Link
        to="/o/$slug/directory/users/$directoryUserId"
        params={{ slug, directoryUserId: person.id }}
        className={classes.name}
        dir="auto"
        tabIndex={-1}
      >
        {personName(person)}
      </Link>
      {person.incomplete && (
        <span className={classes.mark} title={`Did not arrive: ${person.missing.join(", ")}`}>
          <IconAlertTriangle size={14} stroke={1.5} aria-hidden="true" />
          Incomplete
        </span>
      )}
      {person.protected && (
        <span className={classes.mark} title="What a source takes away waits for an approval">
          <IconShieldLock size={14} stroke={1.5} aria-hidden="true" />
          Protected
        </span>
      )}
      {person.legalHold && (
        <span className={classes.mark} title="Neither put into the recycle bin nor erased">
          <IconScale size={14} stroke={1.5} aria-hidden="true" />
          Legal hold
        </span>
      )}
      {person.flags.length > 0 && (
        <span className={classes.mark} title={person.flags.map(flagSentence).join("\n")}>
          <IconFlag size={14} stroke={1.5} aria-hidden="true" />
          Needs a look
        </span>
      )}
    </span>
  );
}
