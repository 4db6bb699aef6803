import assert from "node:assert/strict";
import { test } from "node:test";
import { withServer } from "../support/organization.ts";
import { person } from "../support/source.ts";

const own = withServer();

test("a page shows of everybody the groups that a read of that user shows, however they are called", async () => {
  const source = await (await own.organization()).source();
  const [ann, bob, cem] = await Promise.all(["ann", "bob", "cem"].map((name) => source.create("Users", person(name))));
  assert.ok(ann !== undefined && bob !== undefined && cem !== undefined);
  const some: readonly [displayName: string, members: readonly { readonly id: string }[]][] = [
    ['Called "Sales", in C:\\temp', [ann, bob]],
    ['{"value" : "x", "type" : "User"}', [ann]],
    ["Équipe 東京 🚀", [ann, bob]],
  ];
  for (const [displayName, members] of some) {
    await source.create("Groups", { displayName, members: members.map(({ id }) => ({ value: id })) });
  }
  const read = await Promise.all([ann, bob, cem].map(({ id }) => source.read("Users", id)));
  assert.deepEqual(
    read.map(({ groups }) => (groups as { display: string }[] | undefined)?.map(({ display }) => display)),
    [some.map(([name]) => name), ['Called "Sales", in C:\\temp', "Équipe 東京 🚀"], undefined],
  );
  const byId = read.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const path of ["/Users", "/Users?cursor=", "/Users?sortBy=id", "/Users?filter=active%20eq%20true"]) {
    assert.deepEqual((await source.send("GET", path)).body["Resources"], byId, path);
  }
});
