import { createServer } from "node:net";
import { type Check, ok, problem } from "./check.ts";

const name = "port";

/**
 * Checks that Rollcall may listen on an address.
 *
 * @param runningAs the process id of the Rollcall that works on the data folder now, whose port is rightly taken
 */
export async function checkPort(host: string, port: number, runningAs: number | undefined): Promise<Check> {
  const code = await tryToListen(host, port);
  if (code === undefined) return ok(name, `${host}:${port} is free`);
  if (code === "EADDRINUSE") {
    return runningAs === undefined
      ? problem(
          name,
          `${host}:${port} is in use by another program`,
          "stop that program, or set ROLLCALL_PORT to another",
        )
      : ok(name, `${host}:${port} is in use, and Rollcall runs (process ${runningAs})`);
  }
  if (code === "EACCES") {
    return problem(
      name,
      `port ${port} may not be used by user id ${process.getuid?.()}`,
      "set ROLLCALL_PORT to 1024 or above",
    );
  }
  return problem(
    name,
    `${host}:${port} cannot be listened on (${code})`,
    "set ROLLCALL_HOST to an address of this machine",
  );
}

function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
