import { type Tx, unnamedStatement } from "../database.ts";

const raise = unnamedStatement("update settings_versions set version = version + 1");

/** Tells every node that tokens, applications, mappings, policies or domains changed: within a second they read anew. */
export async function raiseSettingsVersion(tx: Tx): Promise<void> {
  await tx.execute(raise, []);
}
