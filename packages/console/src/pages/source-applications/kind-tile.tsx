import { Skeleton } from "@mantine/core";
import type { ApplicationKind } from "@rollcall/admin-api/application-kinds.ts";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { KindMark } from "../../components/kind-mark.tsx";
import classes from "./kind-tile.module.css";

/** One product of the catalogue. One that cannot push here says why, and leads nowhere. */
export function KindTile({ kind, slug }: { readonly kind: ApplicationKind; readonly slug: string }) {
  const words: ReactNode = (
    <>
      <KindMark kind={kind.id} size={36} />
      <span className={classes.words}>
        <span className={classes.name}>{kind.name}</span>
        <span className={classes.summary}>{kind.summary}</span>
        {kind.pushNote !== null && (
          <span className={classes.note}>
            <strong>{kind.push === "no" ? "Cannot push here." : "Needs an extension."}</strong> {kind.pushNote}
          </span>
        )}
      </span>
    </>
  );
  return (
    <li>
      {kind.push === "no" ? (
        <div className={classes.closed}>{words}</div>
      ) : (
        <Link to="/o/$slug/apps/new" params={{ slug }} search={{ kind: kind.id }} className={classes.tile}>
          {words}
        </Link>
      )}
    </li>
  );
}

/** While the catalogue is on its way. */
export function LoadingTiles() {
  return (
    <div className={classes.tiles} role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: 9 }, (_, index) => (
        <Skeleton key={index} height={78} radius={6} />
      ))}
    </div>
  );
}
