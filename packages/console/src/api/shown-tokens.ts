import { useSyncExternalStore } from "react";

/** A bearer token in clear, as it was answered when it was created. */
export interface ShownToken {
  readonly id: string | undefined;
  readonly bearerToken: string;
}

// In the memory of this page alone: a reload forgets them, as it should.
const tokens = new Map<string, ShownToken>();
const listeners = new Set<() => void>();

/** Keeps a token that was just created for as long as this page is open; undefined forgets it. */
export function rememberShownToken(sourceApplicationId: string, token: ShownToken | undefined): void {
  if (token === undefined) tokens.delete(sourceApplicationId);
  else tokens.set(sourceApplicationId, token);
  for (const listener of listeners) listener();
}

/** The application's token that was created since this page was opened. */
export function useShownToken(sourceApplicationId: string): ShownToken | undefined {
  return useSyncExternalStore(subscribe, () => tokens.get(sourceApplicationId));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
