import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { lockDataFolder } from "../../src/storage/embedded-postgres/data-folder-lock.ts";
import { findPostmaster, stopPostmaster } from "../../src/storage/embedded-postgres/postmaster.ts";
import { removeSocketFolder } from "../../src/storage/embedded-postgres/socket-folder.ts";
import { keeperName, sharedFolder } from "./shared-postgres.ts";

// A process of its own: stops the shared PostgreSQL of a test run, and removes its folder, when no test process has
// been connected for half a minute. It ends with the server, and at once when another keeper is there.

const idleSeconds = 30;
const postmaster = findPostmaster(join(sharedFolder, "postgres"));
if (postmaster !== undefined) {
  const client = new Client({
    host: postmaster.socketFolder,
    port: postmaster.port,
    user: "postgres",
    database: "postgres",
    application_name: keeperName,
  });
  client.on("error", () => process.exit(0));
  await client.connect();
  const [lock] = (await client.query("select pg_try_advisory_lock(1) as taken")).rows as { taken: boolean }[];
  if (lock?.taken !== true) process.exit(0);

  const users = async () => {
    const { rows } = await client.query(
      "select count(*)::int as count from pg_stat_activity where backend_type = 'client backend' and application_name <> $1",
      [keeperName],
    );
    return (rows as { count: number }[])[0]?.count ?? 0;
  };
  for (let idle = 0; idle < idleSeconds; ) {
    await sleep(1_000);
    idle = (await users()) === 0 ? idle + 1 : 0;
  }
  // Under the lock nobody starts a server in the folder while it is being removed.
  const folder = await lockDataFolder(sharedFolder);
  if ((await users()) === 0) {
    client.removeAllListeners("error");
    client.on("error", () => undefined);
    await client.end();
    await stopPostmaster(postmaster);
    removeSocketFolder(postmaster.socketFolder);
    rmSync(sharedFolder, { recursive: true, force: true });
  }
  folder.release();
  process.exit(0);
}
