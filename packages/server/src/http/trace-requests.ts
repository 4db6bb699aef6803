import type { FastifyInstance, FastifyRequest } from "fastify";
import type { RequestSpan, Trace } from "../trace.ts";
import { requestIdOf } from "./request-id.ts";

/** Makes a span of every request. Its hooks are there only when somebody asked for traces. */
export function traceRequests(app: FastifyInstance, trace: Trace): void {
  const spans = new WeakMap<FastifyRequest, RequestSpan>();
  app.addHook("onRequest", (request, _reply, done) => {
    const { method, headers, routeOptions } = request;
    const span = trace.begin({
      method,
      route: routeOptions.url ?? "unknown",
      requestId: requestIdOf(request),
      headers,
    });
    spans.set(request, span);
    span.within(done);
  });
  // What reads a body goes on where the socket was, outside of what the request began.
  app.addHook("preValidation", (request, _reply, done) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else span.within(done);
  });
  app.addHook("onResponse", (request, reply, done) => {
    spans.get(request)?.end(reply.statusCode);
    done();
  });
}
