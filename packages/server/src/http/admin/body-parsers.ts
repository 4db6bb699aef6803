import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { RollcallError } from "../../domain/errors.ts";

/** Reads bodies as JSON or CSV in UTF-8, or leaves a file to be read as it comes, each only where the route takes it. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, async (request: FastifyRequest, body: Buffer) => {
    if (body.length === 0) return undefined;
    requireType(request, "application/json");
    return parseJson(decode(body));
  });
  app.addContentTypeParser("text/csv", { parseAs: "buffer" }, async (request: FastifyRequest, body: Buffer) => {
    requireType(request, "text/csv");
    return decode(body);
  });
  app.addContentTypeParser("application/octet-stream", async (request: FastifyRequest, body: Readable) => {
    requireType(request, "application/octet-stream");
    // Whoever reads no further leaves the rest to the server, which answers all the same.
    return body.iterator({ destroyOnReturn: false });
  });
  app.addHook("onResponse", async ({ raw }) => discardRest(raw));
}

function requireType(request: FastifyRequest, type: string): void {
  const { bodyType } = request.routeOptions.config as { bodyType?: string };
  if (bodyType === type) return;
  throw new RollcallError(
    "request.unsupported_media_type",
    `Expected Content-Type ${bodyType ?? "none"}, found ${type}`,
  );
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new RollcallError("request.unparsable", "The body is not UTF-8");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RollcallError("request.unparsable", `The body is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

/**
 * Takes what is left of the body of a request that is answered already, a file that was refused at its beginning, and
 * throws it away: the connection would be stuck with it, and a server that stops waits for connections.
 */
function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  // Whoever read it did so step by step, and while they are there it does not flow.
  request.removeAllListeners("readable");
  setImmediate(() => request.resume());
}
