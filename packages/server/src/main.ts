#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { type Config, readConfig } from "./config.ts";
import { StartRefusal } from "./storage/start-refusal.ts";

/** Exit codes: 0 done, 1 refused or failed, 2 wrong usage or settings. docs/cli.md lists those of every verb. */
async function main(): Promise<number> {
  const program = new Command("rollcall")
    .description("Inbound SCIM 2.0 provisioning hub")
    .exitOverride()
    .showHelpAfterError("(rollcall --help lists the verbs)");
  let exitCode = 0;
  const run = (work: (config: Config) => Promise<number>): (() => Promise<void>) => {
    return async () => {
      exitCode = await work(configOrExplain());
    };
  };

  program
    .command("serve")
    .description("start Rollcall and serve until stopped")
    .action(run(async (config) => (await import("./cli/serve.ts")).serve(config)));
  program
    .command("migrate")
    .description("bring the database to the version of this program")
    .action(run(async (config) => (await import("./cli/migrate.ts")).runMigrate(config)));
  program
    .command("demo")
    .description("start Rollcall and play what Entra ID and Okta do when they provision Example Corp")
    .option("--json", "print the result as JSON and exit", false)
    .action(async ({ json }: { json: boolean }) =>
      run(async (config) => (await import("./cli/demo.ts")).runDemo(config, { json }))(),
    );
  program
    .command("doctor")
    .description("check what Rollcall needs: Node, data folder, database, port, clock, origin")
    .option("--json", "print the checks as JSON", false)
    .action(async ({ json }: { json: boolean }) =>
      run(async (config) => (await import("./cli/doctor.ts")).runDoctor(config, { json }))(),
    );
  program
    .command("backup")
    .description("write a backup of the whole database to a file, while the server runs or without it")
    .argument("[file]", "where to; - is standard output; rollcall-<instant>.backup in this folder unless given")
    .option("--json", "print what was written as JSON", false)
    .action(async (file: string | undefined, { json }: { json: boolean }) =>
      run(async (config) => (await import("./cli/backup.ts")).runBackup(config, { file, json }))(),
    );
  program
    .command("restore")
    .description("fill an empty database from a backup, all of it or nothing")
    .argument("<file>", "the backup; - is standard input")
    .option("--check", "only read the backup to its end and check that it is whole", false)
    .option("--json", "print what was restored as JSON", false)
    .action(async (file: string, { check, json }: { check: boolean; json: boolean }) =>
      run(async (config) => (await import("./cli/restore.ts")).runRestore(config, { file, check, json }))(),
    );
  const administrators = program
    .command("administrators")
    .description("who signs in to the console; runs on the server");
  administrators
    .command("list")
    .description("list the administrators of the installation")
    .option("--json", "print them as JSON", false)
    .action(async ({ json }: { json: boolean }) =>
      run(async (config) => (await import("./cli/administrators.ts")).listAdministrators(config, { json }))(),
    );
  administrators
    .command("reset")
    .description("print a link by which somebody sets a new password; their second factor is removed by its use")
    .argument("<e-mail address>")
    .action(async (email: string) =>
      run(async (config) => (await import("./cli/administrators.ts")).resetAdministrator(config, email))(),
    );
  const { registerVerbs } = await import("./cli/verbs.ts");
  registerVerbs(program, (code) => {
    exitCode = code;
  });

  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    // Commander has said already what was wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return exitCode;
}

class WrongSettings extends Error {}

/** Reads the settings; says all that is wrong with them at once. */
function configOrExplain(): Config {
  const read = readConfig();
  if ("problems" in read) {
    const lines = read.problems.map(
      ({ setting, found, expected }) => `  ${setting}: found ${found}, expected ${expected}`,
    );
    throw new WrongSettings(`Rollcall cannot start with these settings:\n${lines.join("\n")}`);
  }
  for (const { found, whatToDo } of read.warnings) process.stderr.write(`${found}: ${whatToDo}\n`);
  return read.config;
}

try {
  process.exitCode = await main();
} catch (error) {
  const expected = error instanceof WrongSettings || error instanceof StartRefusal;
  const { message, stack } = error as Error;
  const whatToDo = error instanceof StartRefusal ? `\nTo mend it: ${error.whatToDo}` : "";
  process.stderr.write(`${expected ? message + whatToDo : stack}\n`);
  process.exitCode = error instanceof WrongSettings ? 2 : 1;
}
