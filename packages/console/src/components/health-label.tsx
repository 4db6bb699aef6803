import type { HealthState } from "@rollcall/admin-api/application-health.ts";
import type { Meaning } from "../design/meaning.ts";
import { StateLabel } from "./state-label.tsx";

/** The states of an application in words, with what their colour means. */
export const healthWords: Readonly<Record<HealthState, { readonly label: string; readonly meaning: Meaning }>> = {
  flowing: { label: "Flowing", meaning: "flowing" },
  observing: { label: "Observing", meaning: "off" },
  waiting: { label: "Waiting for first call", meaning: "off" },
  paused: { label: "Paused", meaning: "attention" },
  refusing: { label: "Refusing", meaning: "failing" },
  failing: { label: "Failing", meaning: "failing" },
};

/** An application's state as a dot and its word; what waits moves quietly. */
export function HealthLabel({ state, title }: { readonly state: HealthState; readonly title?: string }) {
  const { label, meaning } = healthWords[state];
  return (
    <StateLabel meaning={meaning} waiting={state === "waiting"} {...(title === undefined ? {} : { title })}>
      {label}
    </StateLabel>
  );
}
