import { elementsAt, expectAbsent, expectAt, expectSameSet, expectStatus } from "../verify/expect.ts";
import type { Check } from "./check.ts";

export const replaceGroupChecks: readonly Check[] = [
  {
    shows: ["R7644-3.5.1-09", "R7644-3.5.1-03"],
    needs: ["groups"],
    title: "a PUT renames a group",
    run: async (trial) => {
      const body = trial.groupBody();
      const made = await trial.create(trial.groups, body);
      const displayName = trial.name("renamed");
      expectStatus(await trial.send("PUT", made.path, { ...body, displayName }), 200);
      expectAt(await trial.read(made.path), "displayName", displayName);
    },
  },
  {
    shows: ["R7644-3.5.1-03", "R7643-4.2-01"],
    needs: ["groups", "Group:members"],
    title: "a PUT replaces the members of a group as a whole",
    run: async (trial) => {
      const [one, other] = [await trial.user(), await trial.user()];
      const body = trial.groupBody({ members: [{ value: one.id }] });
      const made = await trial.create(trial.groups, body);
      expectStatus(await trial.send("PUT", made.path, { ...body, members: [{ value: other.id }] }), 200);
      const members = elementsAt(await trial.read(made.path), "members");
      expectSameSet(
        "members.value",
        [other.id],
        members.map(({ value }) => String(value)),
      );
    },
  },
  {
    shows: ["R7644-3.5.1-05"],
    needs: ["groups", "Group:members"],
    title: "a PUT with no members empties a group",
    run: async (trial) => {
      const user = await trial.user();
      const body = trial.groupBody({ members: [{ value: user.id }] });
      const made = await trial.create(trial.groups, body);
      expectStatus(await trial.send("PUT", made.path, { ...body, members: [] }), 200);
      expectAbsent(await trial.read(made.path), "members");
    },
  },
];
