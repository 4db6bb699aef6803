import { RollcallError } from "../domain/errors.ts";
import { passwordProblem } from "../domain/password.ts";
import { hashPassword } from "./password-hash.ts";

/** Hashes a password that somebody chose. @throws {RollcallError} request.invalid: it is one of those that anybody tries */
export async function choosePassword(password: string, email: string, where = "/password"): Promise<string> {
  const detail = passwordProblem(password, email);
  if (detail !== undefined) throw new RollcallError("request.invalid", `${where}: ${detail}`, [{ where, detail }]);
  return hashPassword(password);
}
