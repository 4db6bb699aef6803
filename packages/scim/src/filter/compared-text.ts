import type { Attribute } from "../schema/attribute.ts";
import { prepareText } from "./compare-values.ts";

/**
 * Brings a text of an attribute into the form in which filters and sorts compare it (AMB-65): folded unless its case
 * counts; a telephone number without `tel:` and what only makes it readable (RFC 3966 section 3); the address of a
 * messenger without blanks (RFC 7643 section 4.1.2). What nothing would be left of stays. Twice changes nothing.
 *
 * @example
 * comparedText(phoneNumberValue, "tel:+1-201-555-0100"); // "+12015550100"
 */
export function comparedText({ caseExact, form }: Pick<Attribute, "caseExact" | "form">, text: string): string {
  const prepared = prepareText(text, caseExact);
  const bare =
    form === "telephone"
      ? prepared.replace(/^[\s]*tel:/, "").replaceAll(separators, "")
      : form === "messenger"
        ? prepared.replaceAll(blanks, "")
        : prepared;
  return bare === "" ? prepared : bare;
}

/** Blanks, brackets, points, slashes and dashes of any width. */
const separators = /[\s()./\-\u2010-\u2015]/g;
const blanks = /\s/g;
