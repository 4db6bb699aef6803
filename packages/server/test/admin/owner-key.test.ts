import assert from "node:assert/strict";
import { test } from "node:test";
import { ensureOwnerKey } from "../../src/actions/ensure-owner-key.ts";
import { hashSecret } from "../../src/actions/issue-secret.ts";
import { newId } from "../../src/actions/new-id.ts";
import { findPrincipal, listApiKeys } from "../../src/storage/read/api-keys.ts";
import { revokeApiKey } from "../../src/storage/write/api-keys.ts";
import { testDatabase } from "../support/database.ts";

const given = "a-key-that-somebody-chose-for-the-installation";

async function installation() {
  const { database, drop } = await testDatabase();
  const deps = { database, newId, now: () => new Date().toISOString() };
  return {
    drop,
    deps,
    ensure: (key?: string) => ensureOwnerKey(deps, key),
    principal: (key: string) => findPrincipal(database.reader, hashSecret(key)),
    keys: () => listApiKeys(database.lists, null),
  };
}

test("the first start makes an owner's key of the whole installation, and later starts make none", async () => {
  const { drop, ensure, principal, keys } = await installation();
  try {
    const key = await ensure();
    assert.match(key ?? "", /^rck-[0-9A-Za-z]{49}$/);
    const found = await principal(key ?? "");
    assert.deepEqual([found?.role, found?.organizationIds], ["owner", null]);
    assert.equal(await ensure(), undefined);
    assert.equal((await keys()).length, 1);
  } finally {
    await drop();
  }
});

test("of nodes that start at once, one makes the key", async () => {
  const { drop, ensure, keys } = await installation();
  try {
    const made = await Promise.all(Array.from({ length: 5 }, () => ensure()));
    assert.equal(made.filter((key) => key !== undefined).length, 1);
    assert.equal((await keys()).length, 1);
  } finally {
    await drop();
  }
});

test("a given key is an owner's key from the first start on, once, and none is made beside it", async () => {
  const { drop, ensure, principal, keys } = await installation();
  try {
    assert.equal(await ensure(given), undefined);
    assert.equal(await ensure(given), undefined);
    assert.equal(await ensure(), undefined);
    assert.deepEqual((await principal(given))?.role, "owner");
    assert.deepEqual(
      (await keys()).map(({ name, hint }) => [name, hint]),
      [["ROLLCALL_API_KEY", "tion"]],
    );
  } finally {
    await drop();
  }
});

test("a given key that was revoked stays revoked", async () => {
  const { drop, deps, ensure, principal, keys } = await installation();
  try {
    await ensure(given);
    const [key] = await keys();
    await revokeApiKey(deps.database.pool, null, key?.id ?? "", deps.now());
    await ensure(given);
    assert.equal(await principal(given), undefined);
  } finally {
    await drop();
  }
});
