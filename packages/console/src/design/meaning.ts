/** What a colour may mean; there is no other use of green, amber and red. */
export type Meaning = "flowing" | "attention" | "failing" | "off" | "accent";

/** The CSS colours of a meaning, in both themes. */
export function colorsOf(meaning: Meaning): { text: string; soft: string } {
  if (meaning === "accent") return { text: "var(--accent-text)", soft: "var(--surface-selected)" };
  return { text: `var(--${meaning})`, soft: `var(--${meaning}-soft)` };
}
