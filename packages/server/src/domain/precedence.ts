import type { DirectoryAttribute } from "./directory-attribute.ts";
import type { Problem } from "./errors.ts";

/** Directory attribute -> the source applications whose values come before the owner's, the first one first. */
export type Precedence = Readonly<Record<string, readonly string[]>>;

/** The precedence of one attribute as it was sent. */
export interface SentPrecedence {
  readonly attribute: string;
  readonly sourceApplicationIds: readonly string[];
}

/** The applications that come first for an attribute; none where nothing is set. */
export function firstFor(precedence: Precedence | undefined, attribute: string): readonly string[] {
  return precedence !== undefined && Object.hasOwn(precedence, attribute) ? (precedence[attribute] ?? []) : [];
}

/** Tells whether the first of two sources comes before the second for an attribute, whoever owns the person. */
export function comesBefore(
  precedence: Precedence | undefined,
  attribute: string,
  first: string,
  second: string,
): boolean {
  const order = firstFor(precedence, attribute);
  const [place, other] = [order.indexOf(first), order.indexOf(second)];
  return place !== -1 && (other === -1 || place < other);
}

/** The sources in the order in which their values of an attribute count: those named first, the others as they were. */
export function inPrecedence<Source extends { readonly from: string }>(
  sources: readonly Source[],
  order: readonly string[],
): Source[] {
  const named = order.flatMap((id) => sources.filter(({ from }) => from === id));
  return [...named, ...sources.filter(({ from }) => !order.includes(from))];
}

/** Finds what is wrong with a precedence that was sent. */
export function checkPrecedence(
  sent: readonly SentPrecedence[],
  attributes: readonly DirectoryAttribute[],
  applications: ReadonlySet<string>,
): Problem[] {
  const problems: Problem[] = [];
  const names = new Set(attributes.map(({ name }) => name));
  const seen = new Set<string>();
  for (const [index, { attribute, sourceApplicationIds }] of sent.entries()) {
    const where = `/precedence/${index}`;
    if (!names.has(attribute)) {
      const detail = `expected a directory attribute of people, found "${attribute}"`;
      problems.push({ where: `${where}/attribute`, detail });
    } else if (seen.has(attribute)) {
      problems.push({ where: `${where}/attribute`, detail: `an earlier entry is about ${attribute} already` });
    }
    seen.add(attribute);
    for (const [place, id] of sourceApplicationIds.entries()) {
      const at = `${where}/sourceApplicationIds/${place}`;
      if (!applications.has(id)) {
        problems.push({ where: at, detail: `the organization has no source application ${id}` });
      } else if (sourceApplicationIds.indexOf(id) !== place) {
        problems.push({ where: at, detail: `${id} stands there twice` });
      }
    }
  }
  return problems;
}

/** A precedence as it is kept: in the order of the attributes' names, without those that name nobody. */
export function keptPrecedence(sent: readonly SentPrecedence[]): Precedence {
  const named = sent.filter(({ sourceApplicationIds }) => sourceApplicationIds.length > 0);
  const ordered = named.toSorted((a, b) => (a.attribute < b.attribute ? -1 : 1));
  return Object.fromEntries(ordered.map(({ attribute, sourceApplicationIds }) => [attribute, sourceApplicationIds]));
}
