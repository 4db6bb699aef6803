/** Shows how far something is, on one line of a terminal; elsewhere says nothing. */
export interface Bar {
  advance(done: number, total: number, words: string): void;
  /** Takes the bar away. */
  end(): void;
}

const width = 30;

/**
 * A bar that leaves the keyboard alone, so that Ctrl-C reaches the program: whoever has to tidy up before it ends cannot
 * use one that reads keys itself.
 */
export function openBar(output: NodeJS.WriteStream): Bar {
  if (!output.isTTY) return { advance: () => undefined, end: () => undefined };
  let shown = "";
  return {
    advance(done, total, words) {
      const full = total === 0 ? width : Math.floor((done / total) * width);
      const line = `${"█".repeat(full)}${"░".repeat(width - full)} ${done}/${total} ${words}`.slice(
        0,
        output.columns - 1,
      );
      if (line === shown) return;
      shown = line;
      output.write(`\r\u001b[K${line}`);
    },
    end() {
      if (shown !== "") output.write("\r\u001b[K");
      shown = "";
    },
  };
}
