import { Link } from "@tanstack/react-router";
import { type LiveState, useLive } from "../api/live.tsx";
import { useOrganization } from "../api/organization.ts";
import { StateLabel } from "../components/state-label.tsx";
import type { Meaning } from "../design/meaning.ts";
import classes from "./live-indicator.module.css";

const words: Readonly<Record<LiveState, { readonly says: string; readonly meaning: Meaning; readonly title: string }>> =
  {
    live: { says: "Live", meaning: "flowing", title: "What happens is shown as it happens" },
    opening: { says: "Connecting", meaning: "off", title: "What happens is asked for every few seconds meanwhile" },
    "cut-off": { says: "Not live", meaning: "attention", title: "The server refused the live stream: reload the page" },
  };

/** Whether what happens is shown as it happens; leads to it. */
export function LiveIndicator() {
  const { slug } = useOrganization();
  const { state } = useLive();
  const { says, meaning, title } = words[state];
  return (
    <Link to="/o/$slug/activity" params={{ slug }} className={classes.indicator} title={title}>
      <StateLabel meaning={meaning} waiting={state === "opening"}>
        {says}
      </StateLabel>
    </Link>
  );
}
