import type { Projection } from "@rollcall/scim/schema/projection.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { ScimError } from "@rollcall/scim/scim-error.ts";
import type { ActionDeps, ProvisioningRequest } from "../../actions/action-deps.ts";
import type { ConditionHeaders } from "./check-if-match.ts";
import type { ExchangeNotes } from "../../actions/record-exchanges.ts";

/** What a SCIM handler works with; made by the steps of its route. */
export interface ScimRequest extends ProvisioningRequest {
  readonly deps: ActionDeps;
  /** Of the path; whether there is one is known only where a token was asked for. */
  readonly applicationId: string;
  /** `{origin}/scim/{source application}/v2`, without a slash at its end. */
  readonly baseUrl: string;
  /** Of the route; undefined for discovery. */
  readonly type: ResourceType | undefined;
  /** From the path; undefined on collections. */
  readonly id: string | undefined;
  /** Query parameters by name, the last of several. */
  readonly query: ReadonlyMap<string, string>;
  readonly projection: Projection | undefined;
  /** The parsed body; undefined when there is none. */
  readonly body: JsonValue | undefined;
  readonly headers: ConditionHeaders;
  /** Bytes of a body at most. */
  readonly bodyLimit: number;
  /** Records an operation within the request as an exchange of its own. */
  readonly recordPart: (part: RecordedPart) => void;
  /** Logs what is our fault. */
  readonly logFault: (error: unknown) => void;
  /** What the exchange's record will say beside method, path and status. */
  readonly notes: ExchangeNotes;
}

/** What of an exchange the handler of a bulk job says for each operation. */
export interface RecordedPart {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly refusal: ScimError | undefined;
  readonly notes: ExchangeNotes;
}

/** What a SCIM handler answers. */
export interface ScimAnswer {
  readonly status: 200 | 201 | 204 | 304;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ready-made JSON; undefined for no body. */
  readonly body?: string;
}

export type ScimHandler = (request: ScimRequest) => Promise<ScimAnswer>;
