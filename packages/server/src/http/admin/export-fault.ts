import { RollcallError } from "../../domain/errors.ts";

/** How large an export may be. */
export interface ExportLimits {
  readonly bytes: number;
  /** Characters of one person's record. */
  readonly recordLength: number;
  readonly columns: number;
}

export const exportLimits: ExportLimits = { bytes: 512 * 1024 * 1024, recordLength: 65_536, columns: 500 };

/** What is wrong with a file, and where. */
export function exportFault(where: string, detail: string): RollcallError {
  return new RollcallError("reconciliation.invalid_export", `${where}: ${detail}`, [{ where, detail }]);
}
