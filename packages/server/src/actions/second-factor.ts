import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { RollcallError } from "../domain/errors.ts";
import { sealText, unsealText } from "../domain/seal-text.ts";
import type { Credentials } from "../storage/read/administrators.ts";
import { findCredentials } from "../storage/read/administrators.ts";
import type { Tx } from "../storage/database.ts";
import {
  beginSecondFactor,
  removeSecondFactor as removeFactor,
  replaceRecoveryCodes,
  useRecoveryCode,
  useTotpStep,
} from "../storage/write/administrators.ts";
import type { ActionDeps } from "./action-deps.ts";
import { cursorKey } from "./cursor-key.ts";
import { hashSecret } from "./issue-secret.ts";
import { verifyPassword } from "./password-hash.ts";

const periodSeconds = 30;
const recoveryCodeCount = 10;
/** Letters and digits that are not taken for one another. */
const codeDigits = "23456789abcdefghjkmnpqrstuvwxyz";

/**
 * Begins a second factor: a secret for an authenticator app, in force once a code of it was confirmed.
 *
 * @throws {RollcallError} password.wrong, second_factor.exists
 */
export async function enrolSecondFactor(
  deps: ActionDeps,
  administratorId: string,
  currentPassword: string,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const credentials = await requirePassword(deps, administratorId, currentPassword);
  if (credentials.totpConfirmed) throw new RollcallError("second_factor.exists");
  const secret = new Secret({ size: 20 });
  const sealed = sealText(await cursorKey(deps.database), sealedFor(administratorId), secret.base32, randomBytes(16));
  await beginSecondFactor(deps.database.pool, administratorId, sealed, deps.now());
  return { secret: secret.base32, uri: totpOf(secret, credentials.email).toString() };
}

/**
 * Puts the second factor in force by its first code.
 *
 * @returns the recovery codes, shown this once
 * @throws {RollcallError} second_factor.not_begun, second_factor.wrong_code
 */
export async function confirmSecondFactor(
  deps: ActionDeps,
  administratorId: string,
  code: string,
): Promise<readonly string[]> {
  const credentials = await findCredentials(deps.database.lists, administratorId);
  if (credentials === undefined || credentials.totpSecret === null) {
    throw new RollcallError("second_factor.not_begun");
  }
  if (credentials.totpConfirmed) throw new RollcallError("second_factor.exists");
  const step = await matchingStep(deps, credentials, code);
  return deps.database.transaction(async (tx) => {
    if (step === undefined || !(await useTotpStep(tx, administratorId, step))) {
      throw new RollcallError("second_factor.wrong_code");
    }
    return issueRecoveryCodes(tx, administratorId);
  });
}

/** Removes one's own second factor. @throws {RollcallError} password.wrong */
export async function removeOwnSecondFactor(
  deps: ActionDeps,
  administratorId: string,
  currentPassword: string,
): Promise<void> {
  await requirePassword(deps, administratorId, currentPassword);
  await deps.database.transaction((tx) => removeFactor(tx, administratorId, deps.now()));
}

/** Makes new recovery codes. @throws {RollcallError} password.wrong, second_factor.not_begun */
export async function renewRecoveryCodes(
  deps: ActionDeps,
  administratorId: string,
  currentPassword: string,
): Promise<readonly string[]> {
  const credentials = await requirePassword(deps, administratorId, currentPassword);
  if (!credentials.totpConfirmed) throw new RollcallError("second_factor.not_begun");
  return deps.database.transaction((tx) => issueRecoveryCodes(tx, administratorId));
}

/** Uses a code of the authenticator app or a recovery code; each works once. @returns false when it is neither */
export async function useSecondFactor(
  deps: ActionDeps,
  tx: Tx,
  credentials: Credentials,
  code: string,
): Promise<boolean> {
  const typed = code.replaceAll(/[\s-]/g, "").toLowerCase();
  if (/^\d{6}$/.test(typed)) {
    const step = await matchingStep(deps, credentials, typed);
    return step !== undefined && (await useTotpStep(tx, credentials.id, step));
  }
  return useRecoveryCode(tx, credentials.id, hashSecret(typed));
}

/** @throws {RollcallError} password.wrong */
export async function requirePassword(
  deps: ActionDeps,
  administratorId: string,
  password: string,
): Promise<Credentials> {
  const credentials = await findCredentials(deps.database.lists, administratorId);
  if (!(await verifyPassword(credentials?.passwordHash, password)) || credentials === undefined) {
    throw new RollcallError("password.wrong");
  }
  return credentials;
}

/** The 30-second step that a code is of, one before and one after now included. */
async function matchingStep(deps: ActionDeps, credentials: Credentials, code: string): Promise<number | undefined> {
  if (credentials.totpSecret === null) return undefined;
  const text = unsealText(await cursorKey(deps.database), sealedFor(credentials.id), credentials.totpSecret);
  if (text === undefined) return undefined;
  const timestamp = Date.parse(deps.now());
  const delta = totpOf(Secret.fromBase32(text), credentials.email).validate({ token: code, timestamp, window: 1 });
  return delta === null ? undefined : Math.floor(timestamp / 1_000 / periodSeconds) + delta;
}

function totpOf(secret: Secret, email: string): TOTP {
  return new TOTP({ issuer: "Rollcall", label: email, secret, digits: 6, period: periodSeconds });
}

function sealedFor(administratorId: string): string {
  return `second-factor ${administratorId}`;
}

async function issueRecoveryCodes(tx: Tx, administratorId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, () => {
    // 12 characters of 31: more than 59 bits; the small bias of the remainder does not matter at that size.
    const digits = [...randomBytes(12)].map((byte) => codeDigits.charAt(byte % codeDigits.length)).join("");
    return `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`;
  });
  await replaceRecoveryCodes(
    tx,
    administratorId,
    codes.map((code) => hashSecret(code.replaceAll("-", ""))),
  );
  return codes;
}
