import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startProcess } from "../call-process.ts";
import { userNameOf } from "../person.ts";
import { createUser, deleteUser, findUser, listUsers, readUser, replaceUser, setActive } from "../scim-call.ts";
import { type ScimTarget, sendCalls } from "../send-calls.ts";
import { type PeerMethods, peerProducts } from "./peer.ts";

const loaded = 120;
const installed = existsSync(new URL("node_modules", import.meta.url));

for (const { name, store, module } of peerProducts) {
  // The packages of the others are 300 MB that nobody needs who does not compare.
  const skip = store === "PostgreSQL" && !installed && "run `npm ci` in bench/peers: only a bench with peers needs it";
  test(`${name} holds the people that its adapter loads, and does what it is measured in`, { skip }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-peer-"));
    // PostgreSQL runs as somebody else when the test runs as root, and has to get through to its folder.
    chmodSync(folder, 0o711);
    const peer = startProcess<PeerMethods>(module);
    t.after(async () => {
      await peer.end();
      rmSync(folder, { recursive: true, force: true });
    });
    const target: ScimTarget = await peer.call("open", { folder });
    const ids = await peer.call("load", { count: loaded });
    assert.equal(new Set(ids).size, loaded);
    const everybody = await peer.call("group", { displayName: "Everybody", memberIds: ids });
    assert.match(everybody, /\w/);

    const [id = ""] = (await sendCalls(target, [createUser(loaded + 1)], 1, "ids")).ids;
    const last = { id: ids[loaded - 1] ?? "", number: loaded - 1 };
    // Each answer is checked: the first one that is not as expected fails.
    await sendCalls(
      target,
      [
        readUser(id),
        readUser(last.id),
        findUser(`userName eq "${userNameOf(loaded + 1)}"`, { id }),
        findUser(`userName eq "${userNameOf(last.number)}"`, last),
        findUser(`userName eq "${userNameOf(loaded + 7)}"`, undefined),
        listUsers({ count: "100" }, 100),
        setActive(last.id, false),
        setActive(id, false),
        replaceUser(last, "Chief"),
        deleteUser(id),
      ],
      1,
    );
  });
}
