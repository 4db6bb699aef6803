import type { Projection } from "@rollcall/scim/schema/projection.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { ActionDeps, ProvisioningRequest } from "../../actions/action-deps.ts";
import type { ConditionHeaders } from "./check-if-match.ts";
import type { ExchangeNotes } from "../../actions/record-exchanges.ts";

/** What a SCIM handler works with; made by the steps of its route. */
export interface ScimRequest extends ProvisioningRequest {
  readonly deps: ActionDeps;
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
  /** What the exchange's record will say beside method, path and status. */
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
