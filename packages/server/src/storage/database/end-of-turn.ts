let waiting: (() => void)[] = [];

/**
 * Runs `work` when everything that has arrived in this turn of the event loop was handled: what is sent then can be sent
 * together. Work asked for by such work runs right after it, in the same turn.
 */
export function atEndOfTurn(work: () => void): void {
  if (waiting.length === 0) setImmediate(runAll);
  waiting.push(work);
}

function runAll(): void {
  // An array iterates over what is pushed meanwhile, too.
  for (const work of waiting) work();
  waiting = [];
}
