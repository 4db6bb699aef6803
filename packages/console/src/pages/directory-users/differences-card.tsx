import { Button, Text } from "@mantine/core";
import { directoryUserAdministrationRoutes } from "@rollcall/admin-api/directory-user-administration.ts";
import type { DirectoryUserDetails, DirectoryUserLink } from "@rollcall/admin-api/directory-users.ts";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { useChange } from "../../api/use-change.ts";
import { Card } from "../../components/card.tsx";
import { Refusal } from "../../components/refusal.tsx";
import { type AttributeValue, writeValue } from "./attribute-value.ts";
import classes from "./directory-user.module.css";

interface Props {
  readonly person: DirectoryUserDetails;
  readonly link: DirectoryUserLink;
}

/** Where the owning source says one thing and the directory holds another, and the way to bring them together. */
export function DifferencesCard({ person, link }: Props) {
  const { id: organizationId } = useOrganization();
  const mayChange = useMayChange();
  const reapply = useChange(directoryUserAdministrationRoutes.reapplyDirectoryUser, {
    stale: ["directory-users", "overview"],
  });
  const source = link.sourceApplicationName;
  const { hold, binnedBy } = person.statusFacts;
  // What an administrator did to the status is not for a source to undo.
  const decided = hold !== null || binnedBy === "administrator";
  const mends = !decided || link.differences.some(({ attribute }) => attribute !== "active");
  return (
    <Card
      title={`The directory differs from ${source}`}
      lead={
        mends
          ? "Re-applying maps the source's values anew and ends an override; a hold of an administrator stays."
          : `An administrator keeps them apart until somebody ${binnedBy === null ? "enables" : "restores"} the person.`
      }
      flush
      actions={
        mayChange &&
        mends && (
          <Button
            variant="default"
            loading={reapply.isPending}
            onClick={() => reapply.mutate({ params: { organizationId, directoryUserId: person.id } })}
          >
            Re-apply from source
          </Button>
        )
      }
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">{source} says</th>
            <th scope="col">The directory holds</th>
          </tr>
        </thead>
        <tbody>
          {link.differences.map(({ attribute, label, source: said, directory }) => (
            <tr key={attribute}>
              <th scope="row" title={attribute}>
                {label}
              </th>
              <Side attribute={attribute} value={said} />
              <Side attribute={attribute} value={directory} />
            </tr>
          ))}
        </tbody>
      </table>
      {reapply.error !== null && (
        <div className={classes.nothing}>
          <Refusal error={reapply.error} />
        </div>
      )}
      {reapply.data !== undefined && reapply.data.outcome !== "applied" && (
        <Text size="sm" className={classes.nothing} role="status">
          {reapply.data.outcome === "held" ? "The change is held" : `Nothing was applied: ${reapply.data.outcome}`}
          {reapply.data.reason === null ? "." : ` (${reapply.data.reason}).`}
        </Text>
      )}
    </Card>
  );
}

function Side({ attribute, value }: { readonly attribute: string; readonly value: AttributeValue }) {
  if (value === null) return <td className={classes.quiet}>nothing</td>;
  if (attribute === "active") return <td>{value === true ? "active" : "not active"}</td>;
  return <td dir="auto">{writeValue(value)}</td>;
}
