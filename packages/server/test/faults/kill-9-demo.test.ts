import assert from "node:assert/strict";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createClient } from "@rollcall/admin-api/client.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { seededRandom } from "@rollcall/simulator/people/seeded-random.ts";
import { EntraClient } from "@rollcall/simulator/scenarios/entra.ts";
import { OktaClient } from "@rollcall/simulator/scenarios/okta.ts";
import type { Source, SourceClient } from "@rollcall/simulator/scenarios/source-client.ts";
import { ScimClient } from "@rollcall/simulator/scim-client.ts";
import { checkDirectory } from "../../src/cli/demo-check.ts";
import { readDirectory } from "../../src/cli/demo-directory.ts";
import { type Chapter, smallestSize, tellStory } from "../../src/cli/demo-story.ts";
import { freePort } from "../../src/cli/free-port.ts";
import { AcknowledgedWrites } from "./acknowledged-writes.ts";
import { checkAcknowledged, checkEffects } from "./check-durability.ts";
import { type Acknowledged, killAfter, synchronizeFully, synchronizeUntilCut, wantedBy } from "./cut-short.ts";
import { Findings } from "./findings.ts";
import { readMoment } from "./read-moment.ts";
import { RollcallProcess } from "./rollcall-process.ts";

/** Chapters of the demonstration that are cut short; what is deleted and comes back is played after them. */
const rounds = 5;

interface Player<Client extends SourceClient> {
  readonly id: string;
  readonly client: Client;
  readonly reader: ScimClient;
  readonly writes: AcknowledgedWrites;
  source: Source | undefined;
}

const seed = Number(process.env["ROLLCALL_TEST_SEED"] ?? Math.floor(Math.random() * 1_000_000));

describe("kill -9 of server and database while the demonstration plays", () => {
  const random = seededRandom(seed);
  const story = tellStory(1, smallestSize);
  const acknowledged: Acknowledged = { heard: () => undefined };
  let folder = "";
  let rollcall: RollcallProcess;
  let organizationId = "";
  let entra: Player<EntraClient>;
  let okta: Player<OktaClient>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "rollcall-kill-"));
    // PostgreSQL runs as somebody else when the tests run as root, and has to get through to its folder.
    await chmod(folder, 0o711);
    rollcall = new RollcallProcess(join(folder, "data"), await freePort("127.0.0.1"));
    await rollcall.start();
    const organization = await admin().call(organizationRoutes.createOrganization, { body: { name: "Example Corp" } });
    organizationId = organization.id;
    entra = await makePlayer("Entra ID", (way) => new EntraClient(way));
    okta = await makePlayer("Okta", (way) => new OktaClient(way));
  });

  after(async () => {
    for (const { client, reader } of [entra, okta]) await Promise.all([client.close(), reader.close()]);
    await rollcall.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [index, chapter] of story.chapters.slice(0, rounds).entries()) {
    test(`round ${index + 1}, "${chapter.title}": what was acknowledged is there, with its effect, once`, async (t) => {
      t.diagnostic(`seed ${seed}: ROLLCALL_TEST_SEED=${seed} repeats it`);
      const before = entra.writes.count + okta.writes.count;
      const most = index < 2 ? 60 : 12;
      const killed = killAfter(rollcall, acknowledged, 1 + random.integer(most), ["server", "postmaster"]);
      for (const [player, source] of castOf(chapter)) {
        player.source = source;
        await synchronizeUntilCut(player.client, source);
      }
      await killed();
      const cutAt = entra.writes.count + okta.writes.count - before;
      await rollcall.start();
      const playing = [entra, okta].filter(({ source }) => source !== undefined);
      const findings = new Findings();
      for (const { reader, writes, client, source } of playing) {
        await checkAcknowledged(reader, writes, wantedBy(client, source as Source), findings);
      }
      const marker = `last.${index}@example.net`;
      const readers = [entra.reader, okta.reader];
      checkEffects(await readMoment(admin(), organizationId, readers, marker), findings);
      assert.deepEqual(findings.all, []);
      for (const [player, source] of castOf(chapter)) await synchronizeFully(player.client, source);
      t.diagnostic(`killed after ${cutAt} acknowledged writes of the chapter`);
    });
  }

  test("played to its end, the directory is the one that the demonstration ends with when nobody is killed", async () => {
    for (const chapter of story.chapters.slice(rounds)) {
      for (const [player, source] of castOf(chapter)) await player.client.synchronize(source);
    }
    const directory = await readDirectory(admin(), organizationId, story, { entra, okta });
    assert.deepEqual(checkDirectory(story, directory), []);
  });

  function admin() {
    return createClient({ url: rollcall.origin, key: rollcall.apiKey });
  }

  /** Who plays in a chapter, in the way that it says. */
  function castOf(chapter: Chapter): readonly (readonly [player: Player<EntraClient | OktaClient>, source: Source])[] {
    const cast: [Player<EntraClient | OktaClient>, Source][] = [];
    if (chapter.entra !== undefined) {
      entra.client.mode = chapter.entra.mode;
      cast.push([entra, chapter.entra.source]);
    }
    if (chapter.okta !== undefined) {
      okta.client.kind = chapter.okta.kind;
      cast.push([okta, chapter.okta.source]);
    }
    return cast;
  }

  type Way = ConstructorParameters<typeof EntraClient>[0];

  async function makePlayer<Client extends SourceClient>(
    displayName: string,
    make: (way: Way) => Client,
  ): Promise<Player<Client>> {
    const params = { organizationId };
    const body = { displayName };
    const created = await admin().call(sourceApplicationRoutes.createSourceApplication, { params, body });
    const writes = new AcknowledgedWrites();
    const way = { baseUrl: created.scimBaseUrl, token: created.bearerToken, concurrency: 8 };
    const onWrite: Way["onWrite"] = (write) => {
      writes.add(write);
      acknowledged.heard();
    };
    const reader = new ScimClient(way, {}, "application/scim+json");
    return { id: created.id, client: make({ ...way, onWrite }), reader, writes, source: undefined };
  }
});
