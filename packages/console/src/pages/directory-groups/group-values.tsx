import type { DirectoryGroupDetails } from "@rollcall/admin-api/directory-groups.ts";
import { Card } from "../../components/card.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { asShortText } from "../../components/short-text.ts";
import classes from "./directory-groups.module.css";

/** What the directory holds of a group, each value with who gave it, by which path and when. */
export function GroupValues({ group }: { readonly group: DirectoryGroupDetails }) {
  return (
    <Card title="Attributes">
      <dl className={classes.values}>
        {group.provenance.map(({ attribute, label, value, from, path, at, insteadOf }) => (
          <div key={attribute}>
            <dt>{label}</dt>
            <dd dir="auto">{asShortText(value)}</dd>
            <dd className={classes.from}>
              {insteadOf !== null
                ? `Override until the source changes it; it says “${asShortText(insteadOf.value)}”`
                : from === null
                  ? "By hand"
                  : from.displayName === ""
                    ? "A former source"
                    : from.displayName}
              {path !== null && (
                <>
                  {" · "}
                  <code>{path}</code>
                </>
              )}
              {" · "}
              <RelativeTime at={at} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
