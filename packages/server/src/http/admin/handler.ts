import type { AnswerOf, BodyOf, ParamName, ParamsOf, QueryOf, Route } from "@rollcall/admin-api/route.ts";
import type { Caller, FoundSession } from "../../actions/open-session.ts";
import type { Principal } from "../../domain/principal.ts";
import type { SourceApplicationFacts } from "../../storage/read/source-applications.ts";
import type { AdminDeps } from "./admin-deps.ts";

/** What a path leads to, found and seen by the caller before the handler runs. */
export interface Scope {
  readonly principal: Principal;
  readonly organizationId: string | undefined;
  readonly application: SourceApplicationFacts | undefined;
}

/** What an answer that goes on for long needs to know of the one who reads it. */
export interface Standing {
  /** Of the header Last-Event-ID. */
  readonly lastEventId: string | undefined;
  /** Aborted when nobody reads any more. */
  readonly gone: AbortSignal;
  /** Asks again whether the caller may still read this. */
  readonly isStillAllowed: () => Promise<boolean>;
}

/** The browser of whoever calls. */
export interface Browser {
  /** What the session's cookie holds, whether it is good or not. */
  readonly sessionToken: string | undefined;
  /** Sets the session's cookie; undefined removes it. */
  readonly keepSession: (token: string | undefined) => void;
}

/** One call of a route: the parts of the request, checked, and what its path leads to. */
export type Call<R extends Route> = {
  readonly deps: AdminDeps;
  readonly caller: Caller;
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  /** A file as it comes in. */
  readonly body: R extends { readonly bodyType: "application/octet-stream" } ? AsyncIterable<Uint8Array> : BodyOf<R>;
} & (R["permission"] extends "public" ? { readonly browser: Browser } : { readonly principal: Principal }) &
  (R["permission"] extends "signed-in" ? { readonly session: FoundSession; readonly browser: Browser } : unknown) &
  ("organizationId" extends ParamName<R["path"]> ? { readonly organizationId: string } : unknown) &
  ("sourceApplicationId" extends ParamName<R["path"]> ? { readonly application: SourceApplicationFacts } : unknown) &
  (R extends { readonly answerType: "text/event-stream" } | { readonly waits: true }
    ? { readonly standing: Standing }
    : unknown);

/** Answers with what the route declares; an iterable of text is sent as it comes. */
export type Handler<R extends Route> = (
  call: Call<R>,
) => Promise<R extends { readonly answerType: string } ? AsyncIterable<string> : AnswerOf<R>>;

/** A handler for each route of a table. */
export type HandlersOf<T extends Readonly<Record<string, Route>>> = { readonly [K in keyof T]: Handler<T[K]> };
