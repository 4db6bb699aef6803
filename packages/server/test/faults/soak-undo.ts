import { listNumbers, type SoakReport } from "./soak-report.ts";
import { playUndo } from "./undo-rounds.ts";
import type { UndoFindings } from "./undo-scene.ts";

/** Has a bad mapping and a bad sync of so many people undone, and undone once more while the server is killed. */
export async function soakByUndo(people: number, seed: number, say: (line: string) => void): Promise<SoakReport> {
  const { good, undisturbed, killed, ...findings } = await playUndo(people, seed, say);
  return {
    text: listNumbers([
      ["people", undisturbed.people],
      ["groups", undisturbed.groups],
      ...linesOf("undone", undisturbed),
      ...linesOf("killed in the middle", killed),
      ["killed after", `${findings.killedAfter} of ${killed.told.length} events of the undo`],
      ["both told the same, each once", findings.toldTheSame ? "yes" : "no"],
    ]),
    json: { seed, ...findings, undisturbed: withCount(undisturbed), killed: withCount(killed) },
    good,
  };
}

function linesOf(which: string, found: UndoFindings): [string, number | string][] {
  const { damage } = found;
  const madeUp = damage.madeUp + damage.groupsMadeUp;
  return [
    [`${which}: fields damaged`, found.damaged],
    [`${which}: fields that differ afterwards`, found.differing],
    [`${which}: made up, and in the bin`, `${found.madeUpBinned} of ${madeUp}`],
    [`${which}: made up, and elsewhere`, found.madeUpElsewhere],
    [`${which}: deleted groups not in their group again`, found.groupsNotWithin],
    [`${which}: left for another reason`, found.left],
    [`${which}: mapping versions still in force`, found.mappingVersions],
    [`${which}: as the preview foresaw`, found.foreseen ? "yes" : "no"],
  ];
}

function withCount({ told, ...found }: UndoFindings): object {
  return { ...found, told: told.length };
}
