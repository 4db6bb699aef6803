import { isObject, type JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { bulkRequestUrn } from "../urns.ts";
import {
  checkMessageSchema,
  type MessageMembers,
  readInteger,
  readList,
  readMembers,
  readText,
} from "./read-message.ts";

export type BulkMethod = "POST" | "PUT" | "PATCH" | "DELETE";

/** A bulk job (RFC 7644 section 3.7). */
export interface BulkRequest {
  /** Errors after which the job stops, at least 1; `undefined` to go on whatever fails. */
  readonly failOnErrors: number | undefined;
  readonly operations: readonly BulkOperation[];
}

/** One operation of a bulk job. One that cannot be carried out says why, and fails alone. */
export interface BulkOperation {
  /** As sent, in capitals. */
  readonly method: string;
  readonly path: string;
  readonly bulkId: string | undefined;
  /** Acts as If-Match. */
  readonly version: string | undefined;
  readonly target: BulkTarget | ScimError;
}

/** What an operation does to what. */
export interface BulkTarget {
  readonly method: BulkMethod;
  /** `/Users` */
  readonly endpoint: string;
  /** `undefined` for POST; may be `bulkId:` and the bulkId of another operation. */
  readonly id: string | undefined;
  /** The body as for a single request; `undefined` for DELETE. */
  readonly data: JsonValue | undefined;
}

/** Characters of a bulkId at most. */
const maxBulkIdLength = 200;

const methods: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * Reads the body of `POST /Bulk`. What makes the job unclear refuses the job; what is wrong with one operation alone is
 * kept in its `target` (ROWN-15-01).
 *
 * @throws {ScimError} 413, naming the limit, for too many operations (R7644-3.7.4-01); invalidSyntax when the body, an
 * operation, a method, a path or a bulkId is missing or has a wrong type, two operations share a bulkId, or
 * `failOnErrors` is below 1.
 * @example
 * parseBulkRequest({ Operations: [{ method: "DELETE", path: "/Users/7f1c" }] }, { maxOperations: 1000 });
 */
export function parseBulkRequest(
  body: JsonValue | undefined,
  options: { readonly maxOperations: number; readonly strict?: boolean },
): BulkRequest {
  const members = readMembers(body, "The body");
  checkMessageSchema(members, bulkRequestUrn, options.strict === true);
  const failOnErrors = readInteger(members, "failOnErrors");
  if (failOnErrors !== undefined && failOnErrors < 1) {
    throw new ScimError("invalidSyntax", "failOnErrors: expected at least 1");
  }
  const operations = readList(members, "Operations");
  if (operations === undefined) throw new ScimError("invalidSyntax", "Operations: the list of operations is missing");
  if (operations.length > options.maxOperations) {
    throw new ScimError(
      413,
      `The request has ${operations.length} operations, maxOperations is ${options.maxOperations}`,
    );
  }
  const bulkIds = new Set<string>();
  return { failOnErrors, operations: operations.map((operation, index) => readOperation(operation, index, bulkIds)) };
}

function readOperation(value: JsonValue, index: number, bulkIds: Set<string>): BulkOperation {
  const where = `operation ${index + 1}`;
  const members = readMembers(value, where);
  const method = requireText(members, "method", where).toUpperCase();
  const path = requireText(members, "path", where);
  const bulkId = readText(members, "bulkId", `${where}: `);
  if (bulkId !== undefined) claimBulkId(bulkId, where, bulkIds);
  const version = readText(members, "version", `${where}: `);
  return { method, path, bulkId, version, target: readTarget(method, path, bulkId, members.get("data"), where) };
}

function requireText(members: MessageMembers, name: string, where: string): string {
  const text = readText(members, name, `${where}: `);
  if (text === undefined || text === "") throw new ScimError("invalidSyntax", `${where}: ${name} is missing`);
  return text;
}

function claimBulkId(bulkId: string, where: string, bulkIds: Set<string>): void {
  if (bulkId === "" || bulkId.length > maxBulkIdLength) {
    throw new ScimError("invalidSyntax", `${where}: bulkId: expected 1 to ${maxBulkIdLength} characters`);
  }
  if (bulkIds.has(bulkId)) throw new ScimError("invalidSyntax", `${where}: bulkId: another operation has the same`);
  bulkIds.add(bulkId);
}

function readTarget(
  method: string,
  path: string,
  bulkId: string | undefined,
  data: JsonValue | undefined,
  where: string,
): BulkTarget | ScimError {
  const refuse = (detail: string) => new ScimError("invalidSyntax", `${where}: ${detail}`);
  if (!isBulkMethod(method)) return refuse("method: expected POST, PUT, PATCH or DELETE");
  const parts = splitPath(path);
  if (parts === undefined)
    return refuse("path: expected an endpoint such as /Users, or a resource such as /Users/7f1c");
  const { endpoint, id } = parts;
  if (endpoint.toLowerCase() === "/bulk") return refuse("path: a bulk request cannot hold another one");
  if (method === "POST" && id !== undefined) return refuse("path: POST goes to an endpoint such as /Users");
  if (method !== "POST" && id === undefined) return refuse(`path: ${method} goes to a resource such as /Users/7f1c`);
  if (method === "POST" && bulkId === undefined) return refuse("bulkId is missing, which POST needs");
  if (method === "DELETE") return { method, endpoint, id, data: undefined };
  // The text of the standard shows the bare list of a PATCH; the erratum says it is the whole message (EID 5050).
  const whole = method === "PATCH" && Array.isArray(data) ? { Operations: data } : data;
  if (!isObject(whole)) return refuse("data: expected an object");
  return { method, endpoint, id, data: whole };
}

function isBulkMethod(method: string): method is BulkMethod {
  return methods.has(method);
}

/** Only `/Endpoint` and `/Endpoint/id`: nothing absolute, no query, and no way up. */
function splitPath(path: string): { endpoint: string; id: string | undefined } | undefined {
  const [endpoint = "", id, ...rest] = path.replace(/^\//, "").split("/");
  if (rest.length > 0 || !/^[A-Za-z][A-Za-z0-9]*$/.test(endpoint)) return undefined;
  if (id === undefined) return { endpoint: `/${endpoint}`, id };
  if (id === "" || /[?#\\]/.test(id)) return undefined;
  const decoded = decodeId(id);
  if (decoded === undefined || decoded === "." || decoded === ".." || /[/\\]/.test(decoded)) return undefined;
  return { endpoint: `/${endpoint}`, id: decoded };
}

function decodeId(id: string): string | undefined {
  try {
    return decodeURIComponent(id);
  } catch {
    // A stray percent sign: no resource has such an id.
    return undefined;
  }
}
