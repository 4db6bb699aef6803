import { ActionIcon, Button } from "@mantine/core";
import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useAttributeLabels } from "../../api/attribute-labels.ts";
import { useOrganization } from "../../api/organization.ts";
import { useMayChange } from "../../api/session.ts";
import { Card } from "../../components/card.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { ChangeValue } from "./change-value.tsx";
import { writeValue } from "./attribute-value.ts";
import classes from "./directory-user.module.css";

/** Every value of a person: where it comes from, by which rule, and since when; what is missing first. */
export function AttributesCard({ person }: { readonly person: DirectoryUserDetails }) {
  const { slug } = useOrganization();
  const mayChange = useMayChange();
  const labels = useAttributeLabels("users");
  // Null stands for a value that is still to be chosen.
  const [changed, setChanged] = useState<string | null>();
  const missing = person.missing.filter((name) => !person.provenance.some(({ attribute }) => attribute === name));
  return (
    <Card
      title="Attributes"
      flush
      actions={
        mayChange && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() => setChanged(null)}
          >
            Add a value
          </Button>
        )
      }
    >
      <table className={`${classes.table} ${classes.attributes}`}>
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">Value</th>
            <th scope="col">Source and rule</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {missing.map((name) => (
            <tr key={name} className={classes.missing}>
              <th scope="row" title={name}>
                {labels.get(name) ?? name}
              </th>
              <td className={classes.value} colSpan={3}>
                Required and did not arrive. Map it to what the source sends, or let the source send it.
              </td>
            </tr>
          ))}
          {inOrder(person.provenance).map(
            ({ attribute, label, value, from, path, person: other, at, insteadOf, others }) => (
              <tr key={attribute}>
                <th scope="row" title={attribute}>
                  {label}
                </th>
                <td className={classes.value} dir="auto">
                  {other === null ? (
                    writeValue(value)
                  ) : (
                    <Link
                      to="/o/$slug/directory/users/$directoryUserId"
                      params={{ slug, directoryUserId: other.id }}
                      className={classes.link}
                      title={writeValue(value)}
                    >
                      {other.name}
                    </Link>
                  )}
                </td>
                <td className={classes.rule}>
                  {from === null ? (
                    <span className={classes.quiet}>
                      {insteadOf === null ? "by hand" : overrides(insteadOf.value)}{" "}
                      {mayChange && (
                        <ActionIcon size={20} aria-label={`Change ${label}`} onClick={() => setChanged(attribute)}>
                          <IconPencil size={14} stroke={1.5} />
                        </ActionIcon>
                      )}
                    </span>
                  ) : (
                    <>
                      <Link
                        to="/o/$slug/apps/$applicationId/mapping"
                        params={{ slug, applicationId: from.id }}
                        className={classes.link}
                      >
                        {from.displayName}
                      </Link>
                      {path !== null && (
                        <code className={classes.quiet} title={path}>
                          {shortPath(path)}
                        </code>
                      )}
                    </>
                  )}
                  {others
                    .filter((lost) => writeValue(lost.value) !== writeValue(value))
                    .map((lost) => (
                      <span key={lost.from.id} className={classes.lost} title={lost.path}>
                        {lost.from.displayName} gives “{writeValue(lost.value)}”
                      </span>
                    ))}
                </td>
                <td className={`${classes.quiet} ${classes.when}`}>
                  <RelativeTime at={at} />
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
      <ChangeValue person={person} attribute={changed} onClose={() => setChanged(undefined)} />
    </Card>
  );
}

/** Who somebody is comes before what else is known of them. */
const first = ["userName", "displayName", "givenName", "familyName", "email"];

function inOrder(provenance: DirectoryUserDetails["provenance"]): DirectoryUserDetails["provenance"] {
  const rank = (attribute: string) => (first.indexOf(attribute) + first.length + 1) % (first.length + 1);
  return provenance.toSorted((one, other) => rank(one.attribute) - rank(other.attribute));
}

/** What an override stands against. */
function overrides(value: DirectoryUserDetails["provenance"][number]["value"]): string {
  const source = value === null ? "gives nothing" : `says “${writeValue(value)}”`;
  return `override until the source changes it; it ${source}`;
}

/** A path without the URN before it: the whole one is shown on hover. */
function shortPath(path: string): string {
  return path.replace(/^urn:.*:(?=[A-Z]\w*:)/, "…");
}
