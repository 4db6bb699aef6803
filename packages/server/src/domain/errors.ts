import { accessErrors } from "./access-errors.ts";

import { eventErrors } from "./event-errors.ts";
import { directoryErrors } from "./directory-errors.ts";
import { mappingErrors } from "./mapping-errors.ts";
import { reconciliationErrors } from "./reconciliation-errors.ts";
import { undoErrors } from "./undo-errors.ts";

/** What went wrong in Rollcall's own vocabulary: code -> HTTP status, one sentence, what to do. docs/errors.md lists it. */
export const errorCatalogue = {
  ...accessErrors,
  ...directoryErrors,
  ...eventErrors,
  ...mappingErrors,
  ...reconciliationErrors,
  ...undoErrors,
  "request.invalid": {
    status: 400,
    sentence: "The request does not have the shape that this route expects.",
    whatToDo: "Mend what `problems` names and send it again; nothing was changed.",
  },
  "request.unparsable": {
    status: 400,
    sentence: "The body is not JSON.",
    whatToDo: "Send JSON in UTF-8 with Content-Type application/json.",
  },
  "request.too_large": {
    status: 413,
    sentence: "The body is larger than the limit.",
    whatToDo: "Send less at once, or raise ROLLCALL_BODY_LIMIT.",
  },
  "request.unsupported_media_type": {
    status: 415,
    sentence: "The body is of a type that this route does not read.",
    whatToDo: "Send Content-Type application/json, or text/csv where the route imports CSV.",
  },
  "route.not_found": {
    status: 404,
    sentence: "There is nothing at this address.",
    whatToDo: "See the OpenAPI document at /api/v1/openapi.json for the routes that there are.",
  },
  "route.method_not_allowed": {
    status: 405,
    sentence: "This address does not answer to this method.",
    whatToDo: "Use one of the methods in the Allow header.",
  },
  "organization.not_found": {
    status: 404,
    sentence: "There is no such organization, or this API key does not see it.",
    whatToDo: "List the organizations that the key sees with GET /api/v1/organizations.",
  },
  "organization.name_taken": {
    status: 409,
    sentence: "An organization with this name exists.",
    whatToDo: "Choose another name.",
  },
  "source_application.not_found": {
    status: 404,
    sentence: "There is no such source application, or this API key does not see it.",
    whatToDo: "List the organization's source applications.",
  },
  "played_source.playing": {
    status: 409,
    sentence: "A source of made-up people is being played in this organization.",
    whatToDo: "Wait until it has ended; GET …/played-source says how far it is.",
  },
  "played_source.exists": {
    status: 409,
    sentence: "The application of the source that was played before is still there.",
    whatToDo: "Delete that application with its people, then play another.",
  },
  "application_kind.unknown": {
    status: 400,
    sentence: "There is no such kind of application.",
    whatToDo: "Use an id that GET /api/v1/application-kinds lists, or leave the kind out.",
  },
  "bearer_token.not_found": {
    status: 404,
    sentence: "There is no such bearer token in this source application.",
    whatToDo: "List the source application's bearer tokens.",
  },
  "oauth_client.not_found": {
    status: 404,
    sentence: "There is no such OAuth client in this source application.",
    whatToDo: "List the source application's OAuth clients.",
  },
  "domain.not_own": {
    status: 409,
    sentence: "The organization has not declared this domain as its own.",
    whatToDo: "Declare the domain for the organization first.",
  },
  "exchange.not_found": {
    status: 404,
    sentence: "There is no such exchange in this source application.",
    whatToDo:
      "List what is recorded with GET …/exchanges; exchanges are dropped when the organization's days for them are over.",
  },
  "exchange_settings.invalid": {
    status: 400,
    sentence: "The settings of exchanges are not valid.",
    whatToDo: "Mend what `problems` names; nothing was saved.",
  },
  "domain.invalid": {
    status: 400,
    sentence: "A domain is not a host name.",
    whatToDo: "Write domains as e-mail addresses end in them, such as example.com.",
  },
  "deprovisioning_policy.ladder": {
    status: 400,
    sentence: "The ladders contradict themselves.",
    whatToDo: "Mend what `problems` names: steps in their order, and the ladder for everybody last.",
  },
  "deprovisioning_policy.toggle_off": {
    status: 409,
    sentence: "The toggle that deletes deactivated users is off.",
    whatToDo: "Turn it on first; then it can be applied to those who were disabled before.",
  },
  "schema.invalid": {
    status: 400,
    sentence: "A schema is not one of RFC 7643 section 7, or has what is reserved.",
    whatToDo: "Mend what `problems` names; nothing was changed.",
  },
  "schema.in_use": {
    status: 409,
    sentence: "A resource type needs a schema that is left out.",
    whatToDo: "Take the schema out of the resource types first.",
  },
  "resource_type.invalid": {
    status: 400,
    sentence: "A resource type is not one of RFC 7643 section 6, or does not fit the application's schemas.",
    whatToDo: "Mend what `problems` names; save the schemas before the types that need them.",
  },
  "resource_type.in_use": {
    status: 409,
    sentence: "There are resources of a resource type that is left out.",
    whatToDo: "Let the source delete them first, or keep the type.",
  },
  "dialect.unknown": {
    status: 400,
    sentence: "There is no dialect of this name.",
    whatToDo: "GET the application's dialects: it lists their names.",
  },
  "directory_attribute.exists": {
    status: 409,
    sentence: "A directory attribute with this name exists.",
    whatToDo: "Choose another name, or use the one that exists.",
  },
  "directory_attribute.too_many": {
    status: 409,
    sentence: "The organization has as many custom directory attributes as it can have.",
    whatToDo: "Use one that exists.",
  },
  "directory_group.not_found": {
    status: 404,
    sentence: "There is no such directory group in this organization.",
    whatToDo: "List the organization's directory groups.",
  },
  "conflict.not_found": {
    status: 404,
    sentence: "There is no such open conflict.",
    whatToDo: "List the conflicts: it may have been decided by somebody else.",
  },
  "conflict.candidate_unknown": {
    status: 400,
    sentence: "The directory user to link to is not in this organization, or is linked to this application already.",
    whatToDo: "Choose one of the conflict's candidates.",
  },
  "job.not_found": {
    status: 404,
    sentence: "There is no such job in this organization.",
    whatToDo: "List the organization's jobs; what has ended is kept for 90 days.",
  },
  "job.ended": {
    status: 409,
    sentence: "The job has ended.",
    whatToDo: "Read the job: its state and result say what came of it.",
  },
  "import.invalid": {
    status: 400,
    sentence: "The CSV cannot be imported as it is; nothing was changed.",
    whatToDo: "Mend the lines that `problems` names and import it again.",
  },
  "cursor.invalid": {
    status: 400,
    sentence: "The cursor was not issued for this list.",
    whatToDo: "Start again without a cursor.",
  },
  "cursor.expired_epoch": {
    status: 410,
    sentence: "The event feed has begun anew since this cursor was issued, or what follows it is not kept any more.",
    whatToDo: "Take a snapshot of the directory, then read events without a cursor.",
  },
  "list.too_slow": {
    status: 503,
    sentence: "The list took longer than its time budget.",
    whatToDo: "Ask for less: a longer search word, another filter, a smaller limit.",
  },
  "database.disk_full": {
    status: 503,
    sentence: "The disk of the database is full; nothing was changed that was not acknowledged.",
    whatToDo: "Make room on the disk that the database lies on; Rollcall goes on by itself then.",
  },
  "database.unavailable": {
    status: 503,
    sentence: "The database does not answer.",
    whatToDo: "Try again after the seconds in Retry-After; rollcall doctor says more.",
  },
  "write.contended": {
    status: 503,
    sentence: "Too many writes to the same person or group at once.",
    whatToDo: "Try again after the seconds in Retry-After; nothing was changed.",
  },
  internal: {
    status: 500,
    sentence: "Rollcall failed in a way that it did not foresee.",
    whatToDo: "Look for the request id in the server's log and report it.",
  },
} as const satisfies Record<string, { status: number; sentence: string; whatToDo: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** One fault in a request: where it stands (JSON pointer or parameter name) and what was found and expected. */
export interface Problem {
  readonly where: string;
  readonly detail: string;
}

/** Refuses a request with a code of the catalogue, a sentence about this case, and the problems where there are several. */
export class RollcallError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly problems: readonly Problem[];
  /** Seconds after which the same may be tried again, where that is known. */
  readonly retrySeconds: number | undefined;

  constructor(
    code: ErrorCode,
    detail: string = errorCatalogue[code].sentence,
    problems: readonly Problem[] = [],
    retrySeconds?: number,
  ) {
    super(detail);
    this.retrySeconds = retrySeconds;
    this.name = "RollcallError";
    this.code = code;
    this.status = errorCatalogue[code].status;
    this.problems = problems;
  }
}
