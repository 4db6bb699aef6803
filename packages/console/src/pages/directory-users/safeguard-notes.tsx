import { Button } from "@mantine/core";
import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";
import { useState } from "react";
import { useMayChange } from "../../api/session.ts";
import { RelativeTime } from "../../components/relative-time.tsx";
import { ChangeSafeguard } from "./change-safeguard.tsx";
import classes from "./directory-user.module.css";
import { type Safeguard, safeguards } from "./safeguards.ts";

/** The safeguards over a person: who placed them and why, what they mean, and the way to lift them. */
export function SafeguardNotes({ person }: { readonly person: DirectoryUserDetails }) {
  const mayChange = useMayChange();
  const [lifting, setLifting] = useState<Safeguard>();
  const kinds: readonly Safeguard[] = ["protection", "legalHold"];
  const placed = kinds.flatMap((kind) => {
    const placedBy = person.safeguards[kind];
    return placedBy === null ? [] : [{ kind, ...placedBy }];
  });
  if (placed.length === 0) return null;
  return (
    <ul className={classes.safeguards} aria-label="Safeguards">
      {placed.map(({ kind, reason, by, byName, at }) => (
        <li key={kind}>
          <div>
            <strong>{safeguards[kind].mark}</strong> by {byName ?? by}, <RelativeTime at={at} />:{" "}
            <span dir="auto">“{reason}”</span>
            <p>{safeguards[kind].means}</p>
          </div>
          {mayChange && (
            <Button variant="default" size="xs" onClick={() => setLifting(kind)}>
              {safeguards[kind].lift.verb}
            </Button>
          )}
        </li>
      ))}
      <ChangeSafeguard person={person} safeguard={lifting} lifts onClose={() => setLifting(undefined)} />
    </ul>
  );
}
