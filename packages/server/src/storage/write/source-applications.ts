import type { CallLimit } from "../../domain/call-limit.ts";
import type { GuardSettings } from "../../domain/guard.ts";
import type { Mode, SetupStep } from "../../domain/source-application.ts";
import { type Tx, unnamedStatement } from "../database.ts";

export interface NewSourceApplication {
  readonly id: string;
  readonly displayName: string;
  readonly kind: string;
  readonly mode: Mode;
  readonly basicAllowed: boolean;
  readonly refusedDialects: readonly string[];
  readonly setupStep: SetupStep;
  readonly succeeds: string | null;
}

const insertApplication = unnamedStatement(
  `insert into source_applications (organization_id, id, display_name, mode, succeeds, kind, basic_allowed,
      strict_dialects, setup_step, first_token_shown_at, created_at, modified_at)
    values ($1, $2, $3, $4, $6, $7, $8, $9, $10, $5, $5, $5)`,
);

export async function createSourceApplication(
  tx: Tx,
  organizationId: string,
  application: NewSourceApplication,
  now: string,
): Promise<void> {
  const { id, displayName, mode, succeeds, kind, basicAllowed, refusedDialects, setupStep } = application;
  const values = [organizationId, id, displayName, mode, now, succeeds, kind, basicAllowed, refusedDialects, setupStep];
  await tx.execute(insertApplication, values);
}

const renameApplication = unnamedStatement(
  `update source_applications set display_name = $3, modified_at = $4
    where organization_id = $1 and id = $2 and deleted_at is null`,
);

/** @returns false when there is no such application */
export async function renameSourceApplication(
  tx: Tx,
  organizationId: string,
  id: string,
  displayName: string,
  now: string,
): Promise<boolean> {
  return (await tx.execute(renameApplication, [organizationId, id, displayName, now])) === 1;
}

const setBasicAllowed = unnamedStatement(
  `update source_applications set basic_allowed = $3, modified_at = $4
    where organization_id = $1 and id = $2 and deleted_at is null`,
);

/** @returns false when there is no such application */
export async function saveBasicAllowed(
  tx: Tx,
  organizationId: string,
  id: string,
  allowed: boolean,
  now: string,
): Promise<boolean> {
  return (await tx.execute(setBasicAllowed, [organizationId, id, allowed, now])) === 1;
}

const setSetupStep = unnamedStatement(
  `update source_applications set setup_step = $3, modified_at = $4
    where organization_id = $1 and id = $2 and deleted_at is null`,
);

/** @returns false when there is no such application */
export async function saveSetupStep(
  tx: Tx,
  organizationId: string,
  id: string,
  step: SetupStep,
  now: string,
): Promise<boolean> {
  return (await tx.execute(setSetupStep, [organizationId, id, step, now])) === 1;
}

const addFlag = unnamedStatement(
  `update source_applications set flags = array_append(flags, $3)
    where organization_id = $1 and id = $2 and not flags @> array[$3]`,
);

/** Flags an application for an administrator to look into; one that is flagged already stays as it is. */
export async function flagSourceApplication(
  tx: Tx,
  organizationId: string,
  id: string,
  flag: "duplicate-external-id",
): Promise<void> {
  await tx.execute(addFlag, [organizationId, id, flag]);
}

const setGuard = unnamedStatement(
  "update source_applications set guard = $3 where organization_id = $1 and id = $2 and deleted_at is null",
);

export async function saveGuard(tx: Tx, organizationId: string, id: string, guard: GuardSettings): Promise<void> {
  await tx.execute(setGuard, [organizationId, id, JSON.stringify(guard)]);
}

const setCallLimit = unnamedStatement(
  "update source_applications set call_limit = $3 where organization_id = $1 and id = $2 and deleted_at is null",
);

export async function saveCallLimit(tx: Tx, organizationId: string, id: string, limit: CallLimit): Promise<void> {
  await tx.execute(setCallLimit, [organizationId, id, JSON.stringify(limit)]);
}

const setMode = unnamedStatement(
  `update source_applications set mode = $3, modified_at = $4, mode_changed_at = $4,
      catching_up = $3 = 'live' and (catching_up or mode <> 'live')
    where organization_id = $1 and id = $2 and deleted_at is null`,
);

/** @returns false when there is no such application */
export async function saveMode(tx: Tx, organizationId: string, id: string, mode: Mode, now: string): Promise<boolean> {
  return (await tx.execute(setMode, [organizationId, id, mode, now])) === 1;
}

const markDeleted = unnamedStatement(
  `update source_applications set deleted_at = $3, modified_at = $3, people_fate = $4
    where organization_id = $1 and id = $2 and deleted_at is null`,
);

/**
 * Marks an application deleted; its rows stay, so that it can be restored, and the worker settles its people.
 *
 * @returns false when there is none
 */
export async function markSourceApplicationDeleted(
  tx: Tx,
  organizationId: string,
  id: string,
  people: "keep" | "disable" | "bin",
  now: string,
): Promise<boolean> {
  return (await tx.execute(markDeleted, [organizationId, id, now, people])) === 1;
}
