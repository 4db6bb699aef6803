import { Link, useMatches } from "@tanstack/react-router";
import { useOrganization } from "../api/organization.ts";
import { usePageTitle } from "../components/page-title.ts";
import classes from "./breadcrumbs.module.css";

const generic: ReadonlySet<string> = new Set(["Application", "Person", "Group", "Webhook"]);

/** Where this page stands: the titles that the routes of its address declare. */
export function Breadcrumbs() {
  const organization = useOrganization();
  const shown = usePageTitle();
  const crumbs = useMatches()
    .map((match) => ({ title: match.staticData.title, pathname: match.pathname }))
    .filter((crumb): crumb is { title: string; pathname: string } => crumb.title !== undefined);
  return (
    <nav aria-label="Breadcrumbs" className={classes.crumbs}>
      <ol>
        <li className={classes.organization}>{organization.name}</li>
        {crumbs.map(({ title, pathname }, index) => (
          <li key={pathname} aria-current={index === crumbs.length - 1 ? "page" : undefined}>
            {index === crumbs.length - 1 ? (
              // What is shown by its own name, where it has one: the application's, the person's.
              generic.has(title) && shown !== "" ? (
                <span dir="auto">{shown}</span>
              ) : (
                title
              )
            ) : (
              <Link to={pathname}>{title}</Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
