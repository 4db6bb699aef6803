const dateTimePattern = /^-?(\d{4,9})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,30})?(Z|[+-]\d\d:\d\d)?$/;

/** Tells whether text is an xsd:dateTime with both date and time (RFC 7643 section 2.3.5). The zone may be missing. */
export function isDateTime(text: string): boolean {
  const parts = dateTimePattern.exec(text);
  if (parts === null) return false;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
  const midnight = hour === 24 && minute === 0 && second === 0 && Number(parts[7] ?? 0) === 0;
  if (!midnight && (hour > 23 || minute > 59 || second > 59)) return false;
  return isZone(parts[8]);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** XML Schema bounds an offset at 14 hours. */
function isZone(zone: string | undefined): boolean {
  if (zone === undefined || zone === "Z") return true;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  return minutes <= 59 && (hours < 14 || (hours === 14 && minutes === 0));
}

/** Tells whether text is base64 of RFC 4648 section 4; the padding may be missing (RFC 7643 section 2.3.6). */
export function isBase64(text: string): boolean {
  // The two parts share no character, so a failing match is found in linear time.
  const parts = /^([A-Za-z0-9+/]*)(={0,2})$/.exec(text);
  if (parts === null) return false;
  const [, digits = "", padding = ""] = parts;
  return padding === "" ? digits.length % 4 !== 1 : (digits.length + padding.length) % 4 === 0;
}

/**
 * Tells whether text can be an absolute or relative URI (RFC 7643 section 2.3.7): no blanks, no control characters, none
 * of the delimiters that RFC 3986 keeps out, and `%` only before two hexadecimal digits. Letters beyond ASCII are let
 * through, because people paste addresses as their browser shows them.
 */
export function isUriReference(text: string): boolean {
  return !/[\u0000-\u0020\u007f"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})/.test(text);
}
