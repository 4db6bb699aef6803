import type { Meaning } from "../design/meaning.ts";
import { StateLabel } from "./state-label.tsx";

const words: Readonly<Record<string, readonly [says: string, meaning: Meaning]>> = {
  enabled: ["Enabled", "flowing"],
  active: ["Active", "flowing"],
  disabled: ["Disabled", "attention"],
  binned: ["In the bin", "off"],
};

/** Whether a directory user or group is in force, as a dot and its word. */
export function DirectoryStatus({ status }: { readonly status: string }) {
  const [says, meaning] = (Object.hasOwn(words, status) ? words[status] : undefined) ?? [status, "off" as const];
  return <StateLabel meaning={meaning}>{says}</StateLabel>;
}
