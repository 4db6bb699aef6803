import { noteDialect } from "../dialects/strict-dialect-log.ts";
import type { ReadNotes } from "./read-notes.ts";

/**
 * What the text of an attribute is beyond its type, as RFC 7643 section 4.1 has it; clients keep to it only at times.
 * Telephone numbers and addresses of messengers have no form that is asked for, but one in which they are compared.
 */
export type ValueForm = "country" | "languages" | "locale" | "timeZone" | "certificate" | "telephone" | "messenger";

/** Notes text that is not in the form that its attribute has: kept as it was sent, or refused where that is strict. */
export function noteForm(form: ValueForm, text: string, where: string, notes: ReadNotes | undefined): void {
  switch (form) {
    case "country":
      if (!countries.has(text.toUpperCase())) noteDialect(notes?.dialects, "form.country", where);
      return;
    case "languages":
      if (!text.split(",").every(isLanguageRange)) noteDialect(notes?.dialects, "form.preferred-language", where);
      return;
    case "locale":
      // RFC 7643 section 4.1.1 allows an underscore in place of the hyphen.
      if (!isLanguageTag(text.replaceAll("_", "-"))) noteDialect(notes?.dialects, "form.locale", where);
      return;
    case "timeZone":
      if (!isTimeZone(text)) noteDialect(notes?.dialects, "form.time-zone", where);
      return;
    case "certificate":
      if (!isOneSequence(text)) noteDialect(notes?.dialects, "form.certificate", where);
      return;
    case "telephone":
    case "messenger":
  }
}

/** The codes of ISO 3166-1 alpha-2. */
const countries: ReadonlySet<string> = new Set(
  (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
    "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO " +
    "JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR " +
    "MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO " +
    "RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV " +
    "TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
  ).split(" "),
);

/** One of the languages of an Accept-Language: a tag or `*`, with a weight at times. */
function isLanguageRange(text: string): boolean {
  const [range = "", weight, ...more] = text.split(";").map((part) => part.trim());
  if (more.length > 0 || (weight !== undefined && !/^q=(0(\.\d{0,3})?|1(\.0{0,3})?)$/i.test(weight))) return false;
  return range === "*" || isLanguageTag(range);
}

/**
 * Remembers what `judge` says of texts: asking the platform costs as much as the rest of a small body, and an
 * application names few languages and zones. Of texts beyond 100 characters, longer than any in use, it says no.
 */
function remembering(judge: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    if (text.length > 100) return false;
    let valid = known.get(text);
    if (valid === undefined) {
      valid = judge(text);
      if (known.size >= 1_000) known.clear();
      known.set(text, valid);
    }
    return valid;
  };
}

const isLanguageTag = remembering((text) => {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
});

const isTimeZone = remembering((text) => /^[A-Za-z]/.test(text) && canShowTimes(text));

function canShowTimes(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Tells whether base64 holds one DER sequence and nothing else, as a certificate is: no chain, no text. */
function isOneSequence(base64: string): boolean {
  const bytes = Buffer.from(base64, "base64");
  const first = bytes[1];
  if (bytes[0] !== 0x30 || first === undefined) return false;
  if (first < 0x80) return bytes.length === 2 + first;
  const size = first & 0x7f;
  // Four bytes of length are more than a request may have.
  if (size === 0 || size > 4 || bytes.length < 2 + size) return false;
  return bytes.length === 2 + size + bytes.readUIntBE(2, size);
}
