import type { ApplicationHealth } from "@rollcall/admin-api/application-health.ts";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { Link } from "@tanstack/react-router";
import type { Column } from "../../components/data-table.tsx";
import { ErrorSparkline } from "../../components/error-sparkline.tsx";
import { HealthLabel } from "../../components/health-label.tsx";
import { KindMark } from "../../components/kind-mark.tsx";
import { RelativeTime, TimeSince } from "../../components/relative-time.tsx";
import { placeOf } from "../../components/setup-steps.ts";
import { StateLabel } from "../../components/state-label.tsx";
import { AppMenu } from "./app-menu.tsx";
import classes from "./apps-page.module.css";

/** One application as the Apps table shows it. */
export interface AppRow {
  readonly application: SourceApplication;
  readonly kindName: string;
  /** Missing while it is on its way. */
  readonly health: ApplicationHealth | undefined;
  readonly slug: string;
}

const soonMilliseconds = 14 * 86_400_000;

export const appColumns: readonly Column<AppRow>[] = [
  { key: "name", title: "Application", width: "minmax(0, 3fr)", primary: true, cell: (row) => <Name row={row} /> },
  { key: "state", title: "State", width: "minmax(0, 2fr)", primary: true, cell: (row) => <State row={row} /> },
  {
    key: "last-call",
    title: "Last call",
    width: "112px",
    cell: ({ health }) => {
      const at = health?.lastCall?.at;
      return at === undefined ? "–" : <RelativeTime at={at} />;
    },
  },
  {
    key: "users",
    title: "Users",
    width: "72px",
    numeric: true,
    cell: ({ application }) => application.users.toLocaleString("en"),
  },
  {
    key: "groups",
    title: "Groups",
    width: "80px",
    numeric: true,
    cell: ({ application }) => application.groups.toLocaleString("en"),
  },
  {
    key: "errors",
    title: "Errors 24 h",
    width: "128px",
    roomyOnly: true,
    cell: ({ health }) => health !== undefined && <ErrorSparkline calls={health.calls} errors={health.errors} />,
  },
  { key: "token", title: "Token", width: "112px", roomyOnly: true, cell: ({ health }) => <TokenEnd health={health} /> },
  {
    key: "menu",
    title: "",
    width: "36px",
    corner: true,
    cell: ({ application }) => <AppMenu application={application} />,
  },
];

function Name({ row: { application, kindName, slug } }: { readonly row: AppRow }) {
  const place = placeOf(application.setup.step);
  const params = { slug, applicationId: application.id };
  return (
    <span className={classes.name}>
      <KindMark kind={application.kind} />
      <span className={classes.words}>
        {place === undefined ? (
          <Link to="/o/$slug/apps/$applicationId" params={params} className={classes.title} dir="auto">
            {application.displayName}
          </Link>
        ) : (
          <Link to={place.to} params={params} search={place.search ?? {}} className={classes.title} dir="auto">
            {application.displayName}
          </Link>
        )}
        <span className={classes.sub}>{kindName}</span>
      </span>
    </span>
  );
}

function State({ row: { application, health } }: { readonly row: AppRow }) {
  const place = placeOf(application.setup.step);
  if (health === undefined) return null;
  return (
    <span className={classes.words}>
      <HealthLabel state={health.state} title={health.sentence} />
      <span className={classes.sub} title={health.sentence}>
        {place === undefined ? (
          <>
            <TimeSince at={health.since} />
            {notes(health)}
          </>
        ) : (
          "Set-up unfinished"
        )}
      </span>
    </span>
  );
}

function notes({ conflicts, held }: ApplicationHealth): string {
  const parts = [
    conflicts > 0 && `${conflicts.toLocaleString("en")} ${conflicts === 1 ? "conflict" : "conflicts"}`,
    held > 0 && `${held.toLocaleString("en")} held`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? "" : ` · ${parts.join(", ")}`;
}

/** When the first token ends, where that is near. */
function TokenEnd({ health }: { readonly health: ApplicationHealth | undefined }) {
  const endsAt = health?.tokenExpiresAt ?? undefined;
  if (endsAt === undefined) return null;
  const left = Date.parse(endsAt) - Date.now();
  if (left > soonMilliseconds) return null;
  return (
    <span className={classes.words}>
      <StateLabel meaning={left <= 0 ? "failing" : "attention"}>{left <= 0 ? "Ended" : "Ends"}</StateLabel>
      <span className={classes.sub}>
        <RelativeTime at={endsAt} />
      </span>
    </span>
  );
}
