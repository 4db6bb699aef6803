import type { LeftChange, ReversedChange } from "./undo-history.ts";

/** What an undo does to one person or group, in numbers that add up. */
export interface UndoCounts {
  /** 1 where something comes back. */
  readonly reversed: number;
  /** 1 where nothing does. */
  readonly unchanged: number;
  /** Values that come back. */
  readonly values: number;
  /** 1 where the status does. */
  readonly statuses: number;
  readonly memberships: number;
  /** 1 where it goes to the recycle bin. */
  readonly binned: number;
  /** What stays as it is, and somebody may want to look at. */
  readonly left: number;
}

export function countReversed({
  reversed,
  left,
}: {
  readonly reversed: readonly ReversedChange[];
  readonly left: readonly LeftChange[];
}): UndoCounts {
  const status = reversed.find(
    ({ attribute, directoryGroupId }) => directoryGroupId === undefined && attribute === "status",
  );
  const memberships = reversed.filter(({ directoryGroupId }) => directoryGroupId !== undefined).length;
  const statuses = status === undefined ? 0 : 1;
  return {
    reversed: reversed.length > 0 ? 1 : 0,
    unchanged: reversed.length > 0 ? 0 : 1,
    values: reversed.length - memberships - statuses,
    statuses,
    memberships,
    binned: status?.to === "binned" ? 1 : 0,
    left: left.length,
  };
}
