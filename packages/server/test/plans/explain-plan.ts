import type { Reader } from "../../src/storage/database.ts";

/** One step of a plan as `explain (format json)` writes it. */
export interface PlanStep {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Plan Rows": number;
  readonly Plans?: readonly PlanStep[];
}

/**
 * Explains a statement as it is planned when it is prepared and PostgreSQL knows none of its values: the plan that a hot
 * statement gets sooner or later. Give a connection of its own.
 */
export async function explainGeneric(connection: Reader, text: string): Promise<PlanStep> {
  const run = <Row extends object>(sql: string) => connection.query<Row>({ name: undefined, text: sql }, []);
  await run("set plan_cache_mode = force_generic_plan");
  await run("set enable_seqscan = off");
  await run(`prepare explained as ${text}`);
  try {
    const values = Array(parametersIn(text)).fill("null").join(", ");
    const execute = values === "" ? "execute explained" : `execute explained(${values})`;
    const [row] = await run<{ "QUERY PLAN": [{ Plan: PlanStep }] }>(`explain (format json) ${execute}`);
    if (row === undefined) throw new Error("the plan of a statement is a row");
    return row["QUERY PLAN"][0].Plan;
  } finally {
    await run("deallocate explained");
  }
}

function parametersIn(text: string): number {
  return Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
}

/** All steps of a plan, the outer ones first. */
export function stepsOf(plan: PlanStep): PlanStep[] {
  return [plan, ...(plan.Plans ?? []).flatMap(stepsOf)];
}

/** The indexes that a plan uses, each once, in alphabetical order. */
export function indexesOf(plan: PlanStep): string[] {
  return [...new Set(stepsOf(plan).flatMap((step) => step["Index Name"] ?? []))].sort();
}

/** What a plan does that costs more the more rows there are: `table: why`. */
export function growingSteps(plan: PlanStep, bigTables: ReadonlySet<string>, mostRows: number): string[] {
  // A bitmap's index steps name no table and its heap step no index: the estimate of the heap step counts.
  return stepsOf(plan).flatMap((step) => {
    const table = step["Relation Name"];
    if (table === undefined || !bigTables.has(table)) return [];
    if (step["Node Type"] === "Seq Scan") return [`${table}: Seq Scan`];
    const scans = /Index|Bitmap Heap/.test(step["Node Type"]);
    return scans && step["Plan Rows"] > mostRows
      ? [`${table}: ${step["Plan Rows"]} rows by ${step["Index Name"]}`]
      : [];
  });
}
