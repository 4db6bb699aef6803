import { hash, verify } from "@node-rs/argon2";

/** Argon2id (the library's default) with 19 MiB and two passes: about 8 ms of another thread. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters);
}

/** Of a password that nobody has: checked where there is no such administrator, so that both take as long. */
let nobodysHash: Promise<string> | undefined;

/** Tells whether a password is the one; as slow where there is none. @param passwordHash undefined: of nobody */
export async function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword("a password that nobody has chosen");
  const right = await verify(passwordHash ?? (await nobodysHash), password);
  return right && passwordHash !== undefined;
}
