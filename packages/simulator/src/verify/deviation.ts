/** Thrown by a check where the service provider is not as the standard has it. */
export class Deviation extends Error {
  readonly where: string;
  readonly expected: string;
  readonly found: string;

  constructor(where: string, expected: string, found: string) {
    super(`${where}: expected ${expected}, found ${found}`);
    this.name = "Deviation";
    this.where = where;
    this.expected = expected;
    this.found = found;
  }
}

/** Thrown where a check cannot be made, because what it needs first did not succeed. */
export class Unprepared extends Deviation {
  constructor(where: string, expected: string, found: string) {
    super(where, expected, found);
    this.name = "Unprepared";
  }
}

/** Thrown by a check that does not apply to what it found; the reason is shown. */
export class NotApplicable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "NotApplicable";
  }
}
