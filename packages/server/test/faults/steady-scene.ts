import { createClient } from "@rollcall/admin-api/client.ts";
import { guardRoutes } from "@rollcall/admin-api/guards.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { ScimClient } from "@rollcall/simulator/scim-client.ts";
import { Source } from "../support/source.ts";
import { checkAcknowledged, checkEffects } from "./check-durability.ts";
import { Findings } from "./findings.ts";
import { readMoment } from "./read-moment.ts";
import type { RollcallProcess } from "./rollcall-process.ts";
import { SteadyWriters } from "./steady-writers.ts";

/** An organization of a running Rollcall with a source that writes without an end. */
export interface SteadyScene {
  readonly writers: SteadyWriters;
  readonly source: Source;
  /** Ends the writing, and compares everything that was acknowledged with what is there. */
  check(): Promise<Findings>;
  close(): Promise<void>;
}

export async function openSteadyScene(rollcall: RollcallProcess, name: string, workers = 6): Promise<SteadyScene> {
  const client = createClient({ url: rollcall.origin, key: rollcall.apiKey });
  const { id: organizationId } = await client.call(organizationRoutes.createOrganization, { body: { name } });
  const created = await client.call(sourceApplicationRoutes.createSourceApplication, {
    params: { organizationId },
    body: { displayName: "Source" },
  });
  await client.call(guardRoutes.putGuard, {
    params: { sourceApplicationId: created.id },
    body: { enabled: false, atLeast: 0, percent: 0 },
  });
  const source = new Source(created);
  const writers = await SteadyWriters.start(source, workers);
  const reader = new ScimClient({ baseUrl: created.scimBaseUrl, token: created.bearerToken }, {}, "application/json");
  return {
    writers,
    source,
    async check() {
      await writers.stop();
      const findings = new Findings();
      await checkAcknowledged(reader, writers.acknowledged, { user: () => true, member: () => true }, findings);
      checkEffects(await readMoment(client, organizationId, [reader], "last@example.net"), findings);
      return findings;
    },
    async close() {
      await writers.stop();
      await reader.close();
    },
  };
}
