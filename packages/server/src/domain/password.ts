/** Passwords that everybody tries first; those shorter than twelve characters are refused by their length. */
const commonest: ReadonlySet<string> = new Set([
  "123456789012",
  "1234567890123",
  "12345678901234",
  "123456123456",
  "000000000000",
  "111111111111",
  "aaaaaaaaaaaa",
  "abcdefghijkl",
  "administrator",
  "administrator1",
  "changemenow!",
  "changemeplease",
  "iloveyouiloveyou",
  "letmeinletmein",
  "password1234",
  "password12345",
  "password123456",
  "passwordpassword",
  "qwertyqwerty",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwertyuiopasdf",
  "rollcallrollcall",
  "welcome12345",
  "welcomewelcome",
]);

/**
 * Says what is wrong with a password that somebody chose; undefined when nothing is. Its length is checked before.
 *
 * @param email of the administrator, in any case
 */
export function passwordProblem(password: string, email: string): string | undefined {
  const folded = password.toLowerCase();
  if (folded === email.toLowerCase()) return "expected something else than the e-mail address";
  if (commonest.has(folded)) return "expected something that is not among the commonest passwords";
  if (new Set(folded).size < 4) return "expected at least four different characters";
  return undefined;
}
