import type { Victim } from "./cut-short.ts";
import { Findings } from "./findings.ts";
import { KillRounds } from "./kill-rounds.ts";
import { listNumbers, type SoakReport } from "./soak-report.ts";

const choices: readonly (readonly Victim[])[] = [
  ["server"],
  ["postmaster"],
  ["backend"],
  ["server", "postmaster"],
  ["postmaster", "server"],
];

/** Kills server, PostgreSQL or both so many times while two sources write. */
export async function soakByKills(count: number, seed: number, say: (line: string) => void): Promise<SoakReport> {
  const sum = new Findings();
  const killed: Record<Victim, number> = { server: 0, postmaster: 0, backend: 0 };
  let played = 0;
  const rounds = await KillRounds.open(seed, count);
  try {
    for (let round = 1; round <= count && sum.all.length === 0; round += 1) {
      // Each of them in turn at first, so that a few rounds have had them all.
      const victims = choices[round <= choices.length ? round - 1 : rounds.choose(choices.length)] ?? [];
      const findings = await rounds.play(victims);
      played = round;
      for (const victim of victims) killed[victim] += 1;
      sum.lost.push(...findings.lost);
      sum.duplicated.push(...findings.duplicated);
      sum.halfApplied.push(...findings.halfApplied);
      const found = findings.all.length === 0 ? "all there, once" : findings.all.slice(0, 3).join("; ");
      say(`round ${round} of ${count}: ${victims.join(" and ")} killed, ${rounds.acknowledged} acknowledged, ${found}`);
    }
  } finally {
    await rounds.close();
  }
  const { acknowledged } = rounds;
  const { lost, duplicated, halfApplied } = sum;
  const kills = killed.server + killed.postmaster + killed.backend;
  return {
    text: listNumbers([
      ["rounds", played],
      ["kills", kills],
      ["acknowledged writes", acknowledged],
      ["lost", lost.length],
      ["duplicated", duplicated.length],
      ["half-applied", halfApplied.length],
    ]),
    json: { seed, rounds: played, killed, acknowledged, lost, duplicated, halfApplied },
    good: sum.all.length === 0,
  };
}
