/**
 * Says why the program cannot start here and what the person who runs it does about it. Thrown before anything
 * listens, so it reaches a terminal or `doctor`, never a client.
 */
export class StartRefusal extends Error {
  /** Stable name of the reason: `data_folder_in_use`. */
  readonly reason: string;
  readonly whatToDo: string;

  constructor(reason: string, found: string, whatToDo: string, cause?: unknown) {
    super(found, cause === undefined ? undefined : { cause });
    this.name = "StartRefusal";
    this.reason = reason;
    this.whatToDo = whatToDo;
  }
}
