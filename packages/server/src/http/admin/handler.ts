import type { AnswerOf, BodyOf, ParamName, ParamsOf, QueryOf, Route } from "@rollcall/admin-api/route.ts";
import type { Principal } from "../../domain/api-key.ts";
import type { SourceApplicationFacts } from "../../storage/read/source-applications.ts";
import type { AdminDeps } from "./admin-deps.ts";

/** What a path leads to, found and seen by the caller's key before the handler runs. */
export interface Scope {
  readonly principal: Principal;
  readonly organizationId: string | undefined;
  readonly application: SourceApplicationFacts | undefined;
}

/** One call of a route: the parts of the request, checked, and what its path leads to. */
export type Call<R extends Route> = {
  readonly deps: AdminDeps;
  readonly principal: Principal;
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: BodyOf<R>;
} & ("organizationId" extends ParamName<R["path"]> ? { readonly organizationId: string } : unknown) &
  ("sourceApplicationId" extends ParamName<R["path"]> ? { readonly application: SourceApplicationFacts } : unknown);

/** Answers with what the route declares; an iterable of text is sent as it comes. */
export type Handler<R extends Route> = (
  call: Call<R>,
) => Promise<R extends { readonly answerType: string } ? AsyncIterable<string> : AnswerOf<R>>;

/** A handler for each route of a table. */
export type HandlersOf<T extends Readonly<Record<string, Route>>> = { readonly [K in keyof T]: Handler<T[K]> };
