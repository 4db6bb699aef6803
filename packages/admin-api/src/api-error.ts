import type { ProblemDocument } from "./problem.ts";

/** The server refused a call: its status, code and problems (RFC 9457). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly whatToDo: string;
  readonly problems: ProblemDocument["problems"];
  readonly requestId: string | undefined;

  constructor(status: number, problem: Partial<ProblemDocument>) {
    super(problem.detail ?? `Expected an answer of Rollcall, found status ${status} without a reason`);
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? "unknown";
    this.whatToDo = problem.whatToDo ?? (problem.detail === undefined ? whatToDoWithout(status) : "");
    this.problems = problem.problems ?? [];
    this.requestId = problem.requestId;
  }
}

/** What answers without a reason is mostly a proxy before Rollcall. */
function whatToDoWithout(status: number): string {
  return status >= 500
    ? "Rollcall may be starting, or a proxy before it cannot reach it: try again in a moment, then look at its log."
    : "Something before Rollcall refused the request: compare the address, and what the proxy allows.";
}

/** No server answered, or what answered is not Rollcall. */
export class ServerUnreachable extends Error {
  constructor(url: string, cause: unknown) {
    super(`${url} cannot be reached: ${reasonOf(cause)}`, { cause });
    this.name = "ServerUnreachable";
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch says "fetch failed"; what failed stands in its cause.
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
}
