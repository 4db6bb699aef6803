/** Errors of taking back what an application did. */
export const undoErrors = {
  "undo.invalid_window": {
    status: 400,
    sentence: "An undo needs a window that begins before it ends, lies in the past and is 31 days long at most.",
    whatToDo: "Send `from` and `until` as instants, the earlier one first.",
  },
} as const;
