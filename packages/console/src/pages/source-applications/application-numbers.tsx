import type { ApplicationHealth } from "@rollcall/admin-api/application-health.ts";
import type { SourceApplication } from "@rollcall/admin-api/source-applications.ts";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useOrganization } from "../../api/organization.ts";
import { Figure, Figures } from "../../components/figures.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";

interface Props {
  readonly application: SourceApplication;
  readonly health: ApplicationHealth | undefined;
}

/** Four numbers: users, groups, the last call, and what was refused or failed. */
export function ApplicationNumbers({ application, health }: Props) {
  const { slug } = useOrganization();
  const source = { source: application.id };
  return (
    <Figures>
      <Figure name="Users" note={flagOf(application)}>
        <Link to="/o/$slug/directory/users" params={{ slug }} search={source}>
          {application.users.toLocaleString("en")}
        </Link>
      </Figure>
      <Figure name="Groups">
        <Link to="/o/$slug/directory/groups" params={{ slug }} search={source}>
          {application.groups.toLocaleString("en")}
        </Link>
      </Figure>
      <Figure name="Last call" note={health === undefined ? <>&nbsp;</> : callNote(health.lastCall ?? undefined)}>
        {health === undefined ? "…" : health.lastCall === null ? "None yet" : <RelativeTime at={health.lastCall.at} />}
      </Figure>
      <Figure name="Refused or failed, 24 h" note={tokenNote(health)}>
        {health === undefined ? (
          "…"
        ) : health.errors === 0 ? (
          "0"
        ) : (
          <Link to="/o/$slug/activity" params={{ slug }} search={{ tab: "exchanges", outcome: "refused", ...source }}>
            {health.errors.toLocaleString("en")}
          </Link>
        )}
      </Figure>
    </Figures>
  );
}

function callNote(call: NonNullable<ApplicationHealth["lastCall"]> | undefined): ReactNode {
  if (call === undefined) return "";
  const { method, path, status, client } = call;
  return (
    <>
      {client !== null && `${client} · `}
      <code>
        {method} {path.length > 28 ? `${path.slice(0, 27)}…` : path}
      </code>{" "}
      {status}
    </>
  );
}

function tokenNote(health: ApplicationHealth | undefined): ReactNode {
  const endsAt = health?.tokenExpiresAt ?? undefined;
  if (endsAt === undefined) return "";
  return (
    <>
      A token ends <RelativeTime at={endsAt} />
    </>
  );
}

function flagOf({ flags }: SourceApplication): string {
  return flags.includes("duplicate-external-id") ? "Two of them had the same externalId" : "";
}
