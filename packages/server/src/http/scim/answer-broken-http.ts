import { maxHeaderSize, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { scimErrorBody } from "./scim-error-handler.ts";

/**
 * Answers what is no HTTP that could be read, and closes the connection. Whose address it was for is not known then;
 * sources are those who send such things.
 */
export function answerBrokenHttp(error: Error, socket: Socket): void {
  // A client that is gone reads no answer.
  if (codeOf(error) === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const answer = refusalOf(codeOf(error));
  // The answer to HEAD has no body; only the first bytes say that it is one.
  const isHead = rawPacketOf(error).startsWith("HEAD ");
  const body = Buffer.from(isHead ? "" : scimErrorBody(answer));
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
    "content-type: application/scim+json",
    `content-length: ${body.length}`,
    // Without it a client takes the connection for its next request, which nobody reads any more.
    "connection: close",
  ];
  socket.end(Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]));
}

function refusalOf(code: unknown): ScimError {
  if (code === "HPE_HEADER_OVERFLOW") {
    const detail = `The URL and the headers are larger than ${maxHeaderSize} bytes: send a long filter by POST to /.search`;
    return new ScimError(431, detail);
  }
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new ScimError(408, "The request did not arrive in time");
  return new ScimError(400, "The request is not well-formed HTTP");
}

function rawPacketOf(error: Error): string {
  const { rawPacket } = error as { rawPacket?: unknown };
  return Buffer.isBuffer(rawPacket) ? rawPacket.toString("latin1", 0, 5) : "";
}

function codeOf(error: Error): unknown {
  return (error as { code?: unknown }).code;
}
