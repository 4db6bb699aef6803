import { coreGroupUrn } from "@rollcall/scim/urns.ts";
import { textAt } from "../scim-answer.ts";
import { expectAt, expectRefused, expectStatus, expectThat, isSame, shown, valueAt } from "../verify/expect.ts";
import { needing } from "./check.ts";

export const createGroupChecks = needing(
  ["groups"],
  [
    {
      shows: ["R7644-3.3-04", "R7644-3.3-09"],
      title: "a group that is created is answered 201 with its address",
      run: async (trial) => {
        const body = trial.groupBody();
        const answer = await trial.send("POST", trial.groups, body);
        expectStatus(answer, 201);
        expectAt(answer.body, "displayName", String(body["displayName"]));
        const id = textAt(answer.body, "id") ?? "";
        const location = answer.headers.get("location") ?? "nothing";
        expectThat(location.endsWith(`/${encodeURIComponent(id)}`), "Location", `a URI that ends in ${id}`, location);
      },
    },
    {
      shows: ["R7643-3.1-05", "R7643-3.3-01"],
      title: "a new group says in meta and schemas that it is a group",
      run: async (trial) => {
        const { resource } = await trial.group();
        const type = trial.claims.types.find(({ endpoint }) => endpoint === trial.groups)?.name ?? "Group";
        expectAt(resource, "meta.resourceType", type, true);
        const schemas = valueAt(resource, "schemas");
        const named = Array.isArray(schemas) && schemas.some((urn) => isSame(coreGroupUrn, urn));
        expectThat(named, "schemas", `${coreGroupUrn} among others`, shown(schemas));
      },
    },
    {
      shows: ["R7643-4.2-01"],
      title: "a group without a displayName is refused with 400",
      run: async (trial) => {
        const { displayName: _, ...body } = trial.groupBody();
        expectRefused(await trial.send("POST", trial.groups, body), 400);
      },
    },
    {
      shows: ["R7643-3.1-03"],
      title: "a group keeps its externalId",
      run: async (trial) => {
        const externalId = trial.name("E");
        const { path } = await trial.group([], { externalId });
        expectAt(await trial.read(path), "externalId", externalId, true);
      },
    },
  ],
);
