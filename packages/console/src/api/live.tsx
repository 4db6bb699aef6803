import type { LiveMessages } from "@rollcall/admin-api/live.ts";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

/** How the stream of what happens is: open, being opened, or cut off. */
export type LiveState = "opening" | "live" | "cut-off";

type Listener<Name extends keyof LiveMessages> = (message: LiveMessages[Name]) => void;

interface Live {
  readonly state: LiveState;
  /** Hears of messages until the answered function is called. */
  readonly listen: <Name extends keyof LiveMessages>(name: Name, listener: Listener<Name>) => () => void;
}

const LiveContext = createContext<Live | undefined>(undefined);

/** Keeps one stream of what happens in an organization open for all that is shown of it. */
export function LiveProvider({ organizationId, children }: { organizationId: string; children: ReactNode }) {
  const [state, setState] = useState<LiveState>("opening");
  const [target] = useState(() => new EventTarget());
  useEffect(() => {
    setState("opening");
    const source = new EventSource(`/api/v1/organizations/${organizationId}/live`);
    source.addEventListener("open", () => setState("live"));
    // The browser opens it again by itself, unless the server refused it.
    source.addEventListener("error", () => setState(source.readyState === EventSource.CLOSED ? "cut-off" : "opening"));
    for (const name of ["ready", "events", "exchanges"] as const) {
      source.addEventListener(name, (message) => {
        target.dispatchEvent(new CustomEvent(name, { detail: JSON.parse(message.data as string) as unknown }));
      });
    }
    return () => source.close();
  }, [organizationId, target]);
  const live = useMemo<Live>(
    () => ({
      state,
      listen(name, listener) {
        const hear = (message: Event) => listener((message as CustomEvent).detail as never);
        target.addEventListener(name, hear);
        return () => target.removeEventListener(name, hear);
      },
    }),
    [state, target],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

/**
 * Asks again for what is shown whenever the stream stands anew: what happened since it was asked for, or while the stream
 * was cut off, may never be told.
 */
export function useAskAgainWhenLive(ask: () => unknown): void {
  const { listen } = useLive();
  useEffect(() => listen("ready", () => void ask()), [listen, ask]);
}

/** The stream of what happens in the organization that is shown. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === undefined) throw new Error("nothing is live outside an organization");
  return live;
}
