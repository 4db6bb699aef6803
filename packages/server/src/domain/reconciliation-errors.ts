/** Errors of comparing a source's own export with what Rollcall holds. */
export const reconciliationErrors = {
  "reconciliation.invalid_export": {
    status: 400,
    sentence: "The file cannot be read as an export.",
    whatToDo: "Mend what `problems` names and send the whole file again; nothing was changed.",
  },
  "reconciliation.columns": {
    status: 400,
    sentence: "It is not clear by which columns of the export people are compared.",
    whatToDo:
      "Name them with `keyColumn`, `keyAttribute` and `statusColumn`; POST …/reconciliations/columns lists them.",
  },
  "reconciliation.too_large": {
    status: 413,
    sentence: "The export is larger than the limit.",
    whatToDo:
      "Leave out columns that are not compared. More than 1,000,000 people of one source are not compared at once.",
  },
  "reconciliation.upload_cut": {
    status: 400,
    sentence: "The upload ended before the file did.",
    whatToDo: "Send the whole file again; an upload has 60 seconds. Nothing was changed.",
  },
  "reconciliation.upload_lost": {
    status: 409,
    sentence: "The people of the export are not there any more.",
    whatToDo: "Send the file again; nothing was changed.",
  },
  "reconciliation.not_found": {
    status: 404,
    sentence: "There is no such reconciliation of this source application.",
    whatToDo: "List those that there are; each is kept for seven days.",
  },
  "reconciliation.not_done": {
    status: 409,
    sentence: "The reconciliation has not ended, or failed.",
    whatToDo: "Wait until its job is done, then act on what it found.",
  },
  "reconciliation.not_confirmed": {
    status: 409,
    sentence: "The number of people sent is not the number of people whom this concerns.",
    whatToDo: "Look at whom it concerns, and send their number as `people`.",
  },
} as const;
