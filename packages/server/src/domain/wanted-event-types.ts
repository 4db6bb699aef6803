import { provisioningEventTypes } from "./provisioning-event.ts";

/**
 * Finds what is no type of event in what somebody asks for: types by their names, or all of a kind as `user.*`. Such a
 * wish would never be met.
 *
 * @returns what was found and what is known; undefined when all is well
 */
export function whyUnknownEventTypes(wanted: readonly string[]): string | undefined {
  const known = Object.keys(provisioningEventTypes);
  const unknown = wanted.find((asked) =>
    asked.endsWith(".*") ? !known.some((type) => type.startsWith(asked.slice(0, -1))) : !known.includes(asked),
  );
  return unknown === undefined ? undefined : `Found ${JSON.stringify(unknown)}, known: ${known.join(", ")}`;
}

/** Whether an event type is among those wanted: by its name, or by its kind as `user.*`; none wanted means all. */
export function isWantedEventType(wanted: readonly string[], type: string): boolean {
  return (
    wanted.length === 0 ||
    wanted.some((one) => one === type || (one.endsWith(".*") && type.startsWith(one.slice(0, -1))))
  );
}
