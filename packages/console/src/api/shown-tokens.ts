import { useEffect, useSyncExternalStore } from "react";

/** A bearer token in clear, as it was answered when it was created. */
export interface ShownToken {
  readonly id: string | undefined;
  readonly bearerToken: string;
}

// In the memory of this page alone, and only until the page that shows them is left.
const tokens = new Map<string, ShownToken>();
const listeners = new Set<() => void>();

/** Applications whose token's page is open. */
const open = new Set<string>();

/** Keeps a token that was just created, until the page that shows it is left; undefined forgets it. */
export function rememberShownToken(sourceApplicationId: string, token: ShownToken | undefined): void {
  if (token === undefined) tokens.delete(sourceApplicationId);
  else tokens.set(sourceApplicationId, token);
  for (const listener of listeners) listener();
}

/**
 * Forgets the application's token once the page that shows it is left, by a link or by closing the window. Another tab
 * may come to the front meanwhile: that is where the token is pasted.
 */
export function useForgetOnLeave(sourceApplicationId: string): void {
  useEffect(() => {
    const forget = () => rememberShownToken(sourceApplicationId, undefined);
    open.add(sourceApplicationId);
    // A page that is kept to come back to would come back with the token.
    window.addEventListener("pagehide", forget);
    return () => {
      window.removeEventListener("pagehide", forget);
      open.delete(sourceApplicationId);
      // React leaves and enters a page at once to find what does not survive it.
      queueMicrotask(() => !open.has(sourceApplicationId) && forget());
    };
  }, [sourceApplicationId]);
}

/** The application's token while it can be seen. */
export function useShownToken(sourceApplicationId: string): ShownToken | undefined {
  return useSyncExternalStore(subscribe, () => tokens.get(sourceApplicationId));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
