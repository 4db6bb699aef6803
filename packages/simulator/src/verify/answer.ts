import { isObject, type JsonObject } from "@rollcall/scim/resource.ts";
import { textAt } from "../scim-answer.ts";

/** What a service provider answered to one request. */
export interface Answer {
  readonly method: string;
  /** Below the SCIM base URL, with its query. */
  readonly path: string;
  readonly status: number;
  /** By lower-cased name; several of one name are joined by a comma and a blank. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  /** The parsed body; `undefined` where it is no JSON object. */
  readonly body: JsonObject | undefined;
}

/** One request with its answer, kept as evidence: texts are cut to a length that can be shown, secrets are masked. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  readonly requestBody: string;
  /** `undefined` where no answer came. */
  readonly status: number | undefined;
  readonly answerHeaders: readonly (readonly [name: string, value: string])[];
  readonly answerBody: string;
  readonly milliseconds: number;
}

/** The media type of a Content-Type or Accept value, without parameters, in lower case. */
export function mediaTypeOf(answer: Answer): string {
  return (answer.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** An answer in a few words: its status, and what an Error says. */
export function describeAnswer({ status, body, text }: Answer): string {
  const scimType = textAt(body, "scimType");
  const detail = textAt(body, "detail");
  if (scimType !== undefined || detail !== undefined) {
    return [String(status), scimType, detail?.slice(0, 200)].filter((part) => part !== undefined).join(" ");
  }
  if (isObject(body)) return `${status} with {${Object.keys(body).slice(0, 8).join(", ")}}`;
  return text === "" ? `${status} without a body` : `${status} with ${JSON.stringify(text.slice(0, 80))}`;
}
