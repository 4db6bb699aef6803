import assert from "node:assert/strict";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { freePort } from "../../src/cli/free-port.ts";
import { person, Source } from "../support/source.ts";
import { MappingScene } from "./mapping-scene.ts";
import { RollcallProcess } from "./rollcall-process.ts";

const people = 600;

describe("kill -9 while a mapping is applied to everybody", () => {
  let folder = "";
  let rollcall: RollcallProcess;
  let scene: MappingScene;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "rollcall-kill-"));
    // PostgreSQL runs as somebody else when the tests run as root, and has to get through to its folder.
    await chmod(folder, 0o711);
    rollcall = new RollcallProcess(join(folder, "data"), await freePort("127.0.0.1"));
    await rollcall.start();
    scene = await MappingScene.open(rollcall);
    const source = new Source(scene.application);
    for (let at = 0; at < people; at += 50) {
      const some = Array.from({ length: 50 }, (_, index) => person(`p${String(at + index).padStart(4, "0")}`));
      await Promise.all(some.map((one) => source.create("Users", one)));
    }
    await scene.ended(await scene.apply("A"));
  });
  after(async () => {
    await rollcall?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("it goes on after the restart and ends as if nothing had been, each change told once", async (t) => {
    const undisturbed = await scene.endOfFeed();
    await scene.ended(await scene.apply("B"));
    const expected = { events: await scene.eventsAfter(undisturbed), everybody: await scene.everybody() };
    assert.equal(expected.events.length, people);

    for (let kills = 0, round = 1; kills < 2; round += 1) {
      // On a fast machine an application may be done before it could be killed twice.
      assert.ok(round <= 10, "no kill came in the middle");
      await scene.ended(await scene.apply("A"));
      const begin = await scene.endOfFeed();
      const job = await scene.apply("B");
      kills = 0;
      if (await scene.killAt(job, 0.2)) kills += 1;
      if (kills === 1 && (await scene.killAt(job, 0.6))) kills += 1;
      const ended = await scene.ended(job);
      t.diagnostic(`round ${round}: ${kills} kills`);
      assert.deepEqual([ended.done, ended.total], [people, people]);
      assert.deepEqual(await scene.eventsAfter(begin), expected.events);
      assert.deepEqual(await scene.everybody(), expected.everybody);
    }
  });
});
