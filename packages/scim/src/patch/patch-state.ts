import type { Resource } from "../resource.ts";
import type { ReadNotes } from "../schema/read-notes.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { ScimError } from "../scim-error.ts";

/** What the operations of one PATCH share while they are applied. */
export interface PatchState {
  readonly type: ResourceType;
  /** A copy of the resource; its members are replaced, never changed in place, since the original has them too. */
  readonly resource: Resource;
  readonly strict: boolean;
  readonly notes: ReadNotes;
  /** How many more elements of multi-valued attributes may be looked at. */
  elementsLeft: number;
}

/** Counts elements that an operation has to look at. @throws {ScimError} invalidValue when all operations saw too many */
export function spendElements(state: PatchState, count: number): void {
  state.elementsLeft -= count;
  if (state.elementsLeft < 0) {
    throw new ScimError("invalidValue", "so many operations on so many values are refused: send fewer at a time");
  }
}
