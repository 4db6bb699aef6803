import {
  type DeprovisioningPolicy,
  deprovisioningPolicyRoutes,
  type LaddersNow,
  type SentDeprovisioningPolicy,
} from "@rollcall/admin-api/deprovisioning-policies.ts";
import type { Command } from "commander";
import { readJsonFile } from "./read-json-file.ts";
import { printable, speakToServer } from "./session.ts";

const shown = "a policy as `rollcall policy show --json` prints it";

/** rollcall policy show | set | apply-ladders */
export function registerPolicy(program: Command, exit: (code: number) => void): void {
  const policy = program
    .command("policy")
    .description("what deactivation and deletion at a source do to the directory");

  speakToServer<[string]>(
    policy.command("show").description("show the policy of an application, in sentences").argument("<application id>"),
    exit,
    async ({ client, print }, sourceApplicationId) => {
      const params = { sourceApplicationId };
      const found = await client.call(deprovisioningPolicyRoutes.getDeprovisioningPolicy, { params });
      const [{ inForce }, ladders] = await Promise.all([
        client.call(deprovisioningPolicyRoutes.getDeprovisioningPolicyConsequences, { params }),
        client.call(deprovisioningPolicyRoutes.previewLadders, { params, body: { ladders: found.ladders ?? [] } }),
      ]);
      print(found, () => [...Object.values(inForce), ...linesOf(found, ladders)].map(printable).join("\n"));
    },
  );

  speakToServer<[string, string]>(
    policy
      .command("set")
      .description("replace the policy of an application; what left before stays as it is")
      .argument("<application id>")
      .argument("<file>", `${shown}; - is standard input`),
    exit,
    async ({ client, print }, sourceApplicationId, file) => {
      const body = await readJsonFile<SentDeprovisioningPolicy>(file, shown);
      const params = { sourceApplicationId };
      const saved = await client.call(deprovisioningPolicyRoutes.putDeprovisioningPolicy, { params, body });
      const before = saved.alreadyDisabled ?? 0;
      print(saved, () => (before === 0 ? "Saved." : `Saved; ${before} who were disabled before stay disabled.`));
    },
  );

  speakToServer<[string]>(
    policy
      .command("apply-ladders")
      .description("put those who left before on the ladders in force; their days count from now")
      .argument("<application id>"),
    exit,
    async ({ client, print }, sourceApplicationId) => {
      const params = { sourceApplicationId };
      const answer = await client.call(deprovisioningPolicyRoutes.applyLadders, { params });
      print(answer, () => `${answer.applied} people are on a ladder from now on.`);
    },
  );
}

function linesOf({ binRetentionDays }: DeprovisioningPolicy, { sentences, leaving, gone }: LaddersNow): string[] {
  const waiting = gone.flatMap(({ ladder, people }) => (ladder === null ? [] : [people]));
  const left = waiting.reduce((sum, people) => sum + people, 0);
  return [
    `The recycle bin keeps people for ${binRetentionDays} days.`,
    ...sentences.map(({ ladder, says }) => `${ladder}: ${says}`),
    ...(sentences.length === 0
      ? []
      : [`On their way: ${leaving.groups} to leave their groups, ${leaving.bin} to the bin, ${leaving.erase} erased.`]),
    ...(left === 0 ? [] : [`${left} left before and are on no ladder: rollcall policy apply-ladders.`]),
  ];
}
