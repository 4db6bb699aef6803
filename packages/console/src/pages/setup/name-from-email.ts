/** A name to begin with, from the part of an e-mail address before the @: *olga.okafor@…* is *Olga Okafor*. */
export function nameFromEmail(email: string): string {
  const local = email.split("@", 1)[0] ?? "";
  return local
    .split("+", 1)
    .join("")
    .split(/[._-]+/)
    .filter((word) => word !== "")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}
