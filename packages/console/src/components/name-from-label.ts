/** A name for programs from a label that people read: *Badge number* is `badgeNumber`. */
export function nameFromLabel(label: string): string {
  const words = label
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  return words
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join("")
    .replace(/^\d+/, "")
    .slice(0, 64);
}
