import type { Route } from "@rollcall/admin-api/route.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { RollcallError } from "../../domain/errors.ts";

/**
 * Makes the handler of addresses that no route has: 404, or 405 with the methods that the address answers to.
 *
 * @param prefix what the addresses begin with: `/api/v1`
 */
export function unknownAddress(routes: readonly Route[], prefix: string) {
  return (request: FastifyRequest, reply: FastifyReply): never => {
    const [address = ""] = request.url.slice(prefix.length).split("?", 1);
    // The router takes an address with a slash at its end for the same.
    const path = address.endsWith("/") ? address.slice(0, -1) : address;
    const methods = routes.filter((route) => matches(route.path, path)).map((route) => route.method);
    if (methods.length === 0)
      throw new RollcallError("route.not_found", `There is nothing at ${request.url.slice(0, 200)}`);
    reply.header("allow", methods.join(", "));
    throw new RollcallError("route.method_not_allowed", `${request.method} is none of ${methods.join(", ")}`);
  };
}

function matches(pattern: string, path: string): boolean {
  const expected = pattern.split("/");
  const found = path.split("/");
  return (
    expected.length === found.length &&
    expected.every((segment, index) => segment.startsWith("{") || segment === found[index])
  );
}
