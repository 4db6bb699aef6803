/** A backup that cannot be taken or restored, and why; nothing was changed. */
export class BackupFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BackupFault";
  }
}
