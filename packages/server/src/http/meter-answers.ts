import type { FastifyInstance } from "fastify";
import type { DurationMeter } from "../meters/duration-meter.ts";
import type { Face, Meters } from "../meters/meters.ts";

/** Counts the answers of a face by its routes. Not for the SCIM service, which counts without a hook on every socket. */
export function meterAnswers(app: FastifyInstance, meters: Meters, face: Face): void {
  const known = new Map<string, DurationMeter>();
  const unknown = meters.meterRoute(face, "any", "unknown");
  app.addHook("onRoute", ({ method, url }) => {
    // The names of built files change with every version, and nobody asks how fast each of them was.
    const route = url.startsWith("/assets/") ? "/assets/*" : url;
    for (const one of [method].flat()) known.set(`${one} ${url}`, meters.meterRoute(face, one, route));
  });
  app.addHook("onResponse", async (request, reply) => {
    const meter = known.get(`${request.method} ${request.routeOptions.url}`) ?? unknown;
    meter.count(reply.statusCode, reply.elapsedTime / 1_000);
  });
}
