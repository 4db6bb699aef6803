import { type Static, type TSchema } from "typebox";

/**
 * Who may call: `public` anybody, `signed-in` an administrator for themselves and no API key, `read` any role, `change`
 * administrators and owners, `own` owners.
 */
export type Permission = "public" | "signed-in" | "read" | "change" | "own";

/** One operation of the admin API: server, client and the OpenAPI document read the same declaration. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below `/api/v1`, its parameters in braces: `/organizations/{organizationId}`. */
  readonly path: string;
  /** One sentence for the OpenAPI document. */
  readonly summary: string;
  readonly permission: Permission;
  /** True when only a key or an administrator of the whole installation may call it. */
  readonly installation?: boolean;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** The media type of the body where it is not JSON. */
  readonly bodyType?: "text/csv" | "application/octet-stream";
  /** Bytes; the server's general limit where it is missing. */
  readonly bodyLimit?: number;
  /** 200 unless said. */
  readonly status?: 200 | 201 | 204;
  /** Missing where the answer has no body. */
  readonly answer?: TSchema;
  /** The answer may wait for something to happen. */
  readonly waits?: true;
  /** The media type of the answer where it is not JSON. */
  readonly answerType?: "text/csv" | "application/x-ndjson" | "text/event-stream";
}

/** The parameters that a path names. */
export type ParamName<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamName<Rest>
  : never;

export type ParamsOf<R extends Route> = Readonly<Record<ParamName<R["path"]>, string>>;
export type QueryOf<R extends Route> = R extends { readonly query: infer Q extends TSchema } ? Static<Q> : undefined;
/** What a client sends: a file is sent as it is read, and never whole in memory. */
export type BodyOf<R extends Route> = R extends { readonly bodyType: "application/octet-stream" }
  ? Blob
  : R extends { readonly bodyType: string }
    ? string
    : R extends { readonly body: infer B extends TSchema }
      ? Static<B>
      : undefined;
export type AnswerOf<R extends Route> = R extends { readonly answerType: string }
  ? string
  : R extends { readonly answer: infer A extends TSchema }
    ? Static<A>
    : undefined;

/** Declares the routes of one noun; their keys are the operation ids. */
export function defineRoutes<const R extends Readonly<Record<string, Route>>>(routes: R): R {
  return routes;
}

/** The names of a path's parameters, in their order. */
export function paramNames(path: string): string[] {
  return path
    .split("/")
    .filter((segment) => segment.startsWith("{"))
    .map((segment) => segment.slice(1, -1));
}
