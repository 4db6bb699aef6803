import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

type Method = (argument: never) => unknown;

/** What a process of the bench can be asked for, by name: one argument at most, and an answer, both JSON. */
export type Methods = Readonly<Record<string, Method>>;

interface Call {
  readonly number: number;
  readonly method: string;
  readonly argument: unknown;
}

interface Answer {
  readonly number: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Another process of the bench, asked by messages, so that what it does takes no time of the one that measures. */
export interface CalledProcess<M extends Methods> {
  readonly pid: number;
  call<Name extends keyof M & string>(
    name: Name,
    ...argument: Parameters<M[Name]>
  ): Promise<Awaited<ReturnType<M[Name]>>>;
  end(): Promise<void>;
}

/** Starts a module of the bench as a process of its own. */
export function startProcess<M extends Methods>(module: string): CalledProcess<M> {
  const child: ChildProcess = fork(fileURLToPath(new URL(module, import.meta.url)), { stdio: "inherit" });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const gone = new Promise<void>((resolve) => {
    child.once("exit", (code) => {
      for (const { reject } of waiting.values()) reject(new Error(`${module} ended with ${code}`));
      resolve();
    });
  });
  child.on("message", (message) => {
    const { number, value, error } = message as Answer;
    const asked = waiting.get(number);
    waiting.delete(number);
    if (error === undefined) asked?.resolve(value as never);
    else asked?.reject(new Error(`${module}: ${error}`));
  });
  let number = 0;
  return {
    pid: child.pid ?? 0,
    call: (method, ...[argument]) =>
      new Promise((resolve, reject) => {
        number += 1;
        waiting.set(number, { resolve, reject });
        child.send({ number, method, argument } satisfies Call);
      }),
    async end() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

/** Answers the calls of the process that started this one, until it goes away; then runs `close` and ends. */
export function answerCalls(methods: Methods, close: () => Promise<void>): void {
  process.on("message", (message) => {
    const { number, method, argument } = message as Call;
    const answer = async (): Promise<Answer> => {
      try {
        return { number, value: await methods[method]?.(argument as never) };
      } catch (error) {
        return { number, error: (error as Error).stack ?? String(error) };
      }
    };
    void answer().then((said) => process.send?.(said));
  });
  process.once("disconnect", () => void close().finally(() => process.exit(0)));
}
