import { userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { testDatabase } from "../support/database.ts";
import { openTrustedSettings } from "../../src/actions/trusted-settings.ts";
import { newId } from "../../src/actions/new-id.ts";
import { createOrganization } from "../../src/actions/create-organization.ts";
import { createSourceApplication } from "../../src/actions/create-source-application.ts";
import { createResource } from "../../src/actions/create-resource.ts";
import { patchResource } from "../../src/actions/patch-resource.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
setInterval(()=>{},1000); const t = await testDatabase();
const settings = openTrustedSettings(t.database);
const deps = { database: t.database, settings, now: () => new Date().toISOString(), newId };
const org = await createOrganization(deps, "X");
const { application } = await createSourceApplication(deps, org.id, { displayName: "A", mode: "live" });
const request = { application: (await settings.application(application.id))!, exchangeId: null };
const ids: string[] = [];
const user = (n: number) => ({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: `user${n}@example.com`, externalId: `e${n}`, name: { givenName: "Given" + n, familyName: "Family" + n }, displayName: "Given Family " + n, title: "Engineer", emails: [{ value: `user${n}@example.com`, type: "work", primary: true }], "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "Lab", employeeNumber: String(n) } });
async function run(name: string, total: number, c: number, f: (n: number) => Promise<unknown>) {
  let i = 0; const start = performance.now();
  await Promise.all(Array.from({ length: c }, async () => { while (i < total) await f(i++); }));
  const s = (performance.now() - start) / 1000;
  console.log(name, "c=" + c, Math.round(total / s) + "/s", (s * 1000 * c / total).toFixed(2) + "ms");
}
const create = async (n: number) => { ids[n] = (await createResource(deps, request, userResourceType, user(n))).resourceId; };
await run("warm", 500, 4, create);
await run("create", 8000, 16, (n) => create(n + 500));
await run("create", 1000, 1, (n) => create(n + 8500));
await t.database.lists.query(unnamedStatement("analyze"), []);
const patch = (n: number) => patchResource(deps, request, userResourceType, ids[n]!, { Operations: [{ op: "replace", path: "active", value: false }] });
await run("patch", 1000, 1, patch);
await run("patch", 7000, 16, (n) => patch(n + 1000));
if (process.env["EXPLAIN"]) {
  const orig = t.database.pool.query;
}
settings.close(); await t.drop();
process.exit(0);
