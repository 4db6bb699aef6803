import { createClient } from "@rollcall/admin-api/client.ts";
import { followDirectory } from "@rollcall/admin-api/follow-directory.ts";
import { retryingFetch } from "@rollcall/admin-api/wait-and-retry.ts";
import { DirectoryCopy } from "./directory-copy.ts";

const {
  ROLLCALL_URL: url,
  ROLLCALL_API_KEY: key,
  ORGANIZATION: organizationId,
  COPY: path = "copy.sqlite",
} = process.env;
if (url === undefined || key === undefined || organizationId === undefined) {
  console.error(
    "ROLLCALL_URL, ROLLCALL_API_KEY and ORGANIZATION (its id) are needed; COPY is the file, copy.sqlite unless said",
  );
  process.exit(64);
}

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());

// While the server is away there is nothing better to do than to try again.
const client = createClient({ url, key, fetch: retryingFetch({ attempts: Number.POSITIVE_INFINITY }) });
const copy = new DirectoryCopy(path);
for await (const step of followDirectory(client, { organizationId, cursor: copy.cursor, signal: stop.signal })) {
  copy.do(step);
  if (step.kind === "end") console.log("the snapshot is complete");
  if (step.kind === "changes") console.log(`${step.events.length} events to ${step.events.at(-1)?.occurredAt ?? ""}`);
}
copy.close();
