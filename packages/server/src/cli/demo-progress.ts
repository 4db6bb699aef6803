import { progress } from "@clack/prompts";

/** Shows how far the demonstration is. */
export interface DemoProgress {
  begin(title: string): void;
  advance(done: number, total: number): void;
  end(sentence: string): void;
}

/** A bar on a terminal that is wide enough for one, two plain lines per chapter elsewhere. */
export function demoProgress(output: NodeJS.WriteStream): DemoProgress {
  return output.isTTY && output.columns >= 60 ? barProgress(output) : lineProgress(output);
}

const steps = 100;

function barProgress(output: NodeJS.WriteStream): DemoProgress {
  let bar: ReturnType<typeof progress> | undefined;
  let shown = 0;
  return {
    begin(title) {
      shown = 0;
      bar = progress({ max: steps, output });
      bar.start(title);
    },
    advance(done, total) {
      const wanted = Math.floor((done / total) * steps);
      if (wanted > shown) bar?.advance(wanted - shown);
      shown = Math.max(shown, wanted);
    },
    end(sentence) {
      bar?.stop(sentence);
    },
  };
}

function lineProgress(output: NodeJS.WriteStream): DemoProgress {
  return {
    begin: (title) => void output.write(`${title} …\n`),
    advance: () => undefined,
    end: (sentence) => void output.write(`${sentence}\n`),
  };
}
