/** What one check of `rollcall doctor` says. */
export interface Check {
  readonly name: string;
  /** `warning`: it works, but not well or not for everybody; `problem`: Rollcall does not work like this. */
  readonly state: "ok" | "warning" | "problem";
  readonly found: string;
  /** Present unless the state is `ok`. */
  readonly whatToDo?: string;
}

export function ok(name: string, found: string): Check {
  return { name, state: "ok", found };
}

export function warning(name: string, found: string, whatToDo: string): Check {
  return { name, state: "warning", found, whatToDo };
}

export function problem(name: string, found: string, whatToDo: string): Check {
  return { name, state: "problem", found, whatToDo };
}
