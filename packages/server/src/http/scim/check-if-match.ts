import { ScimError } from "@rollcall/scim/scim-error.ts";
import { etag } from "./present-resource.ts";

/** The headers of a request that make it conditional. */
export interface ConditionHeaders {
  readonly "if-match"?: string | undefined;
  readonly "if-none-match"?: string | undefined;
}

/**
 * Reads the preconditions of a write (RFC 7644 section 3.14, RFC 9110 section 13). Tags compare weakly, since every tag
 * of ours is weak; one without `W/` or without quotes is taken for the same tag (AMB-40). `*` stands for whatever there
 * is.
 *
 * @returns undefined without any; else a function that throws 412 for a version that the client will not change
 */
export function preconditionOf(headers: ConditionHeaders): ((version: number) => void) | undefined {
  const wanted = headers["if-match"];
  const unwanted = headers["if-none-match"];
  if (wanted === undefined && unwanted === undefined) return undefined;
  return (version) => {
    const found = `the resource's version is ${etag(version)}`;
    if (wanted !== undefined && !matches(wanted, version)) {
      throw new ScimError(412, `If-Match: expected ${wanted.slice(0, 200)}, ${found}`);
    }
    if (unwanted !== undefined && matches(unwanted, version)) {
      throw new ScimError(412, `If-None-Match: expected anything but ${unwanted.slice(0, 200)}, ${found}`);
    }
  };
}

/** Tells whether a read may be answered with 304: the client has this version, named as between the quotes of its tag. */
export function isNotModified(headers: ConditionHeaders, version: number | string): boolean {
  const known = headers["if-none-match"];
  return known !== undefined && matches(known, version);
}

function matches(header: string, version: number | string): boolean {
  const tags = header.split(",").map((tag) => tag.trim());
  return tags.some((tag) => tag === "*" || opaque(tag) === String(version));
}

/** What stands in the quotes of a tag, or the tag itself where there are none. */
function opaque(tag: string): string {
  const strong = tag.startsWith("W/") || tag.startsWith("w/") ? tag.slice(2) : tag;
  return strong.length > 1 && strong.startsWith('"') && strong.endsWith('"') ? strong.slice(1, -1) : strong;
}
