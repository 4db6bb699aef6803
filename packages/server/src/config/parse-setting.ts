import { isIP } from "node:net";

/** What reading a setting's text says: the value, or what was expected instead. */
export type Parsed<T> = { readonly value: T } | { readonly expected: string };

export function parseOneOf<const T extends string>(text: string, allowed: readonly T[]): Parsed<T> {
  const value = allowed.find((one) => one === text.toLowerCase());
  return value === undefined ? { expected: `one of ${allowed.join(", ")}` } : { value };
}

export function parseWholeNumber(text: string, least: number, most: number): Parsed<number> {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? { value } : { expected: `a whole number from ${least} to ${most}` };
}

const mostWaits = 50;
const mostSeconds = 30 * 86_400;

/** Reads seconds, with commas between. */
export function parseSeconds(text: string): Parsed<readonly number[]> {
  const parsed = text.split(",").map((one) => parseWholeNumber(one.trim(), 0, mostSeconds));
  const value = parsed.flatMap((one) => ("value" in one ? [one.value] : []));
  if (value.length === parsed.length && value.length <= mostWaits) return { value };
  return { expected: `at most ${mostWaits} whole numbers from 0 to ${mostSeconds} with commas between, as 5,30,120` };
}

const byteUnits: Readonly<Record<string, number>> = { "": 1, B: 1, KB: 1024, MB: 1024 ** 2 };
const leastBytes = 1024;
const mostBytes = 64 * 1024 ** 2;

/** Reads `1 MB`, `512KB` or a plain number of bytes; KB and MB are powers of 1,024. */
export function parseBytes(text: string): Parsed<number> {
  const [, digits = "", unit = ""] = /^(\d{1,9})\s?([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = Object.hasOwn(byteUnits, unit.toUpperCase()) ? byteUnits[unit.toUpperCase()] : undefined;
  const value = digits === "" || factor === undefined ? Number.NaN : Number(digits) * factor;
  return value >= leastBytes && value <= mostBytes ? { value } : { expected: "a size from 1 KB to 64 MB, as 1 MB" };
}

/** Reads an address to listen on: a literal, or a name that the machine resolves. */
export function parseHost(text: string): Parsed<string> {
  const host = text.replace(/^\[|\]$/g, "");
  return isIP(host) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,252})$/i.test(host)
    ? { value: host }
    : { expected: "an address such as 127.0.0.1 or 0.0.0.0, without a port" };
}

/** Reads a public address: scheme, host and port, nothing after them. A slash at its end is taken off. */
export function parseOrigin(text: string): Parsed<string> {
  const url = URL.parse(text);
  const bare =
    url !== null &&
    (url.protocol === "https:" || url.protocol === "http:") &&
    url.pathname === "/" &&
    [url.search, url.hash, url.username, url.password].every((part) => part === "");
  return bare ? { value: url.origin } : { expected: "an address without a path, as https://scim.example.com" };
}

/** Reads what a program shows to prove that it may ask. */
export function parseCredential(text: string): Parsed<string> {
  return /^[\x21-\x7e]{8,512}$/.test(text)
    ? { value: text }
    : { expected: "8 to 512 visible ASCII characters without blanks; 32 random ones are a good key" };
}

/** Reads an address with its port, as `127.0.0.1:9464` or `[::1]:9464`. */
export function parseListener(text: string): Parsed<{ readonly host: string; readonly port: number }> {
  const [, host = "", port = ""] = /^(.+):(\d{1,5})$/.exec(text.trim()) ?? [];
  const [parsedHost, parsedPort] = [parseHost(host), parseWholeNumber(port, 0, 65_535)];
  return "value" in parsedHost && "value" in parsedPort
    ? { value: { host: parsedHost.value, port: parsedPort.value } }
    : { expected: "an address with a port, as 127.0.0.1:9464" };
}

export function parseDatabaseUrl(text: string): Parsed<string> {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "postgres:" || url.protocol === "postgresql:")
    ? { value: text }
    : { expected: "an address such as postgres://user:password@host:5432/name" };
}

/** A mail server: `smtp://` goes on by STARTTLS only, unless it says `?tls=never`. */
export interface MailServerSetting {
  readonly host: string;
  readonly port: number;
  readonly tls: "always" | "starttls" | "never";
  readonly user: string | undefined;
  readonly password: string | undefined;
}

export function parseMailServer(text: string): Parsed<MailServerSetting> {
  const expected =
    "an address such as smtp://user:password@mail.example.com:587, or smtps:// with TLS from the first byte";
  const url = URL.parse(text);
  if (url === null || url.hostname === "" || !/^smtps?:$/.test(url.protocol) || !/^\/?$/.test(url.pathname)) {
    return { expected };
  }
  const direct = url.protocol === "smtps:";
  if (url.search !== "" && (direct || url.search !== "?tls=never"))
    return { expected: `${expected}; of options only ?tls=never` };
  const part = (sent: string): string | undefined => (sent === "" ? undefined : decodeURIComponent(sent));
  const tls = direct ? "always" : url.search === "" ? "starttls" : "never";
  const port = url.port === "" ? (direct ? 465 : 587) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { value: { host, port, tls, user: part(url.username), password: part(url.password) } };
}

/** Reads whom e-mails come from: an address, with a name before it or not. */
export function parseSender(text: string): Parsed<string> {
  const fit = /^(?:[^<>\r\n"]{1,100}<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(text);
  return fit ? { value: text } : { expected: "an e-mail address, as Rollcall <rollcall@example.com>" };
}

/** Reads the address of a program that is called by HTTP; a slash at its end is taken off. */
export function parseEndpoint(text: string): Parsed<string> {
  const url = URL.parse(text);
  const fit = url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
  return fit ? { value: text.replace(/\/+$/, "") } : { expected: "an address such as http://127.0.0.1:4318" };
}

/** Reads headers (`name=value` with commas between; values may be percent-encoded). */
export function parseHeaders(text: string): Parsed<Readonly<Record<string, string>>> {
  const parts = text.split(",").map((part) => /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(part));
  if (text.trim() === "") return { value: {} };
  const value: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const part of parts) {
    const decoded = part?.[2] === undefined ? undefined : percentDecoded(part[2]);
    if (part?.[1] === undefined || decoded === undefined)
      return { expected: "headers as name=value, with commas between" };
    value[part[1]] = decoded;
  }
  return { value: { ...value } };
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that begins no character.
    return undefined;
  }
}

export function parseShare(text: string): Parsed<number> {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= 0 && value <= 1 ? { value } : { expected: "a number from 0 to 1, as 0.1" };
}

/** Reads addresses and networks (`10.0.0.0/8`) with commas between. */
export function parseNetworks(text: string): Parsed<readonly string[]> {
  const value = text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const wrong = value.find((one) => !isNetwork(one));
  return wrong === undefined
    ? { value }
    : { expected: `addresses or networks with commas between, as 10.0.0.5, 192.168.0.0/16; ${wrong} is neither` };
}

function isNetwork(text: string): boolean {
  const [address = "", prefix, ...more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

const mostDnsServers = 8;

/** Reads addresses of DNS servers, each with or without a port. */
export function parseDnsServers(text: string): Parsed<readonly string[]> {
  const value = text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const wrong = value.find((one) => !isServer(one));
  if (wrong === undefined && value.length <= mostDnsServers) return { value };
  const found = wrong === undefined ? `${value.length} are too many` : `${wrong} is none`;
  return { expected: `at most ${mostDnsServers} addresses, as 10.0.0.53, [fd00::53]:5353; ${found}` };
}

function isServer(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, six, four, port = "53"] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const isAddress = six === undefined ? isIP(four ?? "") === 4 : isIP(six) === 6;
  return isAddress && Number(port) >= 1 && Number(port) <= 65_535;
}
