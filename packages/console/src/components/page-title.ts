import { useSyncExternalStore } from "react";

let title = "";
const listeners = new Set<() => void>();

/** Says what the page that is shown is called: in the browser's tab, and at the end of the breadcrumbs. */
export function publishTitle(next: string): void {
  title = next;
  document.title = `${next} · Rollcall`;
  for (const listener of listeners) listener();
}

/** What the page that is shown is called. */
export function usePageTitle(): string {
  return useSyncExternalStore(subscribe, () => title);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
