/** Tells what of an exchange is not shown to anybody. Compiled once per organization. */
export interface Masking {
  /** Tells whether something in a text may have to be masked; all others are kept as they are, without being parsed. */
  isSuspect(text: string): boolean;
  /** Judges the value at a path, which is lower case, without filters and indexes; empty for a whole body. */
  judge(path: string): JudgedPath;
  /** Judges what stands there under a name, in any case. Envelopes around resources are none of the path. */
  judgeBelow(above: JudgedPath, name: string): JudgedPath;
}

/** A path, and whether its value is masked. */
export interface JudgedPath {
  readonly path: string;
  readonly masked: boolean;
  /** By the names that clients write. */
  readonly below: Map<string, JudgedPath>;
}

/** Names that hold resources rather than belong to them. */
const envelopes: ReadonlySet<string> = new Set(["operations", "resources", "data", "value", "response"]);

/** Values that are masked unless an organization wants more: what a directory hardly ever needs and people mind most. */
export const maskedByDefault: readonly string[] = [
  "addresses",
  "ims",
  "photos",
  "x509Certificates",
  "birthDate",
  "dateOfBirth",
  "gender",
  "maritalStatus",
  "nationality",
  "nationalId",
  "religion",
  "salary",
  "socialSecurityNumber",
  "ssn",
  "taxId",
];

/** Names under which secrets come, whoever invents them. */
const secretName =
  /passw|passphrase|passcode|pwd|secret|token|credential|api[-_]?key|private[-_]?key|authorization|otp|cvv/i;

/** Values that are secrets wherever they stand: our own, JSON web tokens, keys in PEM, credentials of a header. */
export const secretValue =
  /\brc[a-z]-[0-9A-Za-z]{20,}|\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?|-----BEGIN[^-]*KEY-----[^-]*(?:-----END[^-]*-----)?|\b(?:bearer|basic)\s+[\w+/=.~-]{16,}/gi;

/** The beginnings of such values; an escape in JSON can hide a name, so that it makes a text suspect too. */
const suspectText = /\brc[a-z]-|\beyJ|-----BEGIN|\b(?:bearer|basic)\s|\\u/i;

/** Tells whether `secretValue` may find something in the texts of a body, which is JSON: an escape may stand for a blank. */
export function mayHoldSecrets(body: string): boolean {
  return body.includes("\\") || suspectText.test(body);
}

/**
 * Compiles what is masked.
 *
 * @param more attribute paths beside the defaults; a path masks everything below it, and one without a URN is meant
 * in every schema
 */
export function compileMasking(more: readonly string[]): Masking {
  const paths = [...maskedByDefault, ...more].map((path) => path.trim().toLowerCase());
  const masked = new Set(paths.map(joined));
  // A source sends the same few names all the time; one that invents them must not use up memory.
  const judged = new Map<string, JudgedPath>();
  let names = 0;
  const judge = (path: string): JudgedPath => {
    const known = judged.get(path);
    if (known !== undefined) return known;
    const found = { path, masked: isMaskedBy(masked, path), below: new Map<string, JudgedPath>() };
    if (judged.size < mostJudged && path.length <= longestJudged) judged.set(path, found);
    return found;
  };
  const lastNames = [...new Set(paths.map((path) => path.split(/[.:]/).at(-1) ?? path))];
  return {
    isSuspect(text) {
      if (secretName.test(text) || suspectText.test(text)) return true;
      const lower = text.toLowerCase();
      return lastNames.some((name) => lower.includes(name));
    },
    judge,
    judgeBelow(above, name) {
      const known = above.below.get(name);
      if (known !== undefined) return known;
      const lower = name.toLowerCase();
      const isEnvelope = above.path === "" && envelopes.has(lower);
      const found = judge(isEnvelope ? "" : above.path === "" ? lower : `${above.path}.${lower}`);
      if (names < mostJudged && name.length <= longestJudged) {
        names += 1;
        above.below.set(name, found);
      }
      return found;
    },
  };
}

const mostJudged = 2_000;
/** Characters. */
const longestJudged = 200;

function isMaskedBy(masked: ReadonlySet<string>, path: string): boolean {
  const names = path.slice(path.lastIndexOf(":") + 1).split(".");
  if (names.some((one) => secretName.test(one))) return true;
  if (names.some((one, index) => masked.has(one) || masked.has(`${names[index - 1]}.${one}`))) return true;
  return path.startsWith("urn:") && (masked.has(joined(path)) || masked.has(joined(parentOf(path))));
}

/** With the name of an attribute joined to its schema as to an attribute: clients write both. */
function joined(path: string): string {
  return path.startsWith("urn:") ? path.replace(/:([^:.]+)$/, ".$1") : path;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("."), path.lastIndexOf(":")));
}

/** Of requests whose organization is not known when they are recorded, and of those that asked for nothing more. */
export const defaultMasking = compileMasking([]);
