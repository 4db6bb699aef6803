import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useOrganization } from "../api/organization.ts";
import { places } from "./places.ts";

/** Milliseconds within which the second key of a pair must come. */
const pairMilliseconds = 1_000;

/** Leads to a place by two keys, one after the other: g, then the place's own. */
export function usePlaceKeys(): void {
  const navigate = useNavigate();
  const { slug } = useOrganization();
  useEffect(() => {
    let first = 0;
    const pressed = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const place = places.find(({ key }) => key === event.key);
      if (performance.now() - first < pairMilliseconds && place !== undefined) {
        first = 0;
        event.preventDefault();
        void navigate({ to: place.to, params: { slug } });
      } else if (event.key === "g") {
        first = performance.now();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, [navigate, slug]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
