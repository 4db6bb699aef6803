import type { FastifyReply, FastifyRequest } from "fastify";

/** What a proxy or a client may call a request: without blanks, quotes or anything that ends a line of a log. */
const wellFormed = /^[\w.:/+=@-]{1,100}$/;

/** The name that a request came with (`X-Request-Id`); undefined where it has none, or none that is fit for a log. */
export function sentRequestId({ headers }: FastifyRequest): string | undefined {
  const sent = headers["x-request-id"];
  return typeof sent === "string" && wellFormed.test(sent) ? sent : undefined;
}

/** The name of a request in its answer and in the log: the one that it came with, else its own. */
export function requestIdOf(request: FastifyRequest): string {
  return sentRequestId(request) ?? request.id;
}

/**
 * What an answer says of its request. The id of a SCIM request is that of its exchange; it stands beside a name that
 * the request came with, by which no exchange can be found at once.
 */
export function sendRequestId(request: FastifyRequest, reply: FastifyReply): void {
  const sent = sentRequestId(request);
  if (sent !== undefined) reply.header("rollcall-exchange-id", request.id);
  reply.header("x-request-id", sent ?? request.id);
}
