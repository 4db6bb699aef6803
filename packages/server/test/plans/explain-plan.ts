import { type Reader, unnamedStatement } from "../../src/storage/database.ts";

/** One step of a plan as `explain (format json)` writes it. */
export interface PlanStep {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly Filter?: string;
  readonly "Index Cond"?: string;
  readonly "Parent Relationship"?: string;
  readonly "Plan Rows": number;
  readonly "Total Cost": number;
  readonly Plans?: readonly PlanStep[];
}

/**
 * Explains a statement as it is planned when it is prepared and PostgreSQL knows none of its values: the plan that a hot
 * statement has (storage/database.ts). Give a connection of its own.
 *
 * @param wholeTables whether a plan may read whole tables where that looks cheaper, which hot statements do not
 */
export async function explainGeneric(connection: Reader, text: string, wholeTables = false): Promise<PlanStep> {
  const run = <Row extends object>(sql: string) => connection.query<Row>(unnamedStatement(sql), []);
  await run("set plan_cache_mode = force_generic_plan");
  await run(`set enable_seqscan = ${wholeTables ? "on" : "off"}`);
  await run(`prepare explained as ${text}`);
  try {
    return await explainPrepared(connection, "explained", parametersIn(text));
  } finally {
    await run("deallocate explained");
  }
}

/** Explains a statement that the connection has prepared, without any values. */
export async function explainPrepared(connection: Reader, name: string, parameters: number): Promise<PlanStep> {
  const values = parameters === 0 ? "" : `(${Array(parameters).fill("null").join(", ")})`;
  const explain = unnamedStatement(`explain (format json) execute ${name}${values}`);
  const [row] = await connection.query<{ "QUERY PLAN": [{ Plan: PlanStep }] }>(explain, []);
  if (row === undefined) throw new Error("the plan of a statement is a row");
  return row["QUERY PLAN"][0].Plan;
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

/** What PostgreSQL expects of one run of a step, at most. */
export interface StepBounds {
  readonly rows: number;
  /** In its own unit: about what it takes to read a page. What a filter throws away shows here, and not in the rows. */
  readonly cost: number;
}

/** The cost of a step without that of what is read for each of its rows, such as the members of a group. */
function ownCost(step: PlanStep): number {
  const perRow = (step.Plans ?? [])
    .filter((inner) => inner["Parent Relationship"] === "SubPlan")
    .reduce((sum, inner) => sum + inner["Total Cost"], 0);
  return Math.max(0, step["Total Cost"] - perRow * Math.max(1, step["Plan Rows"]));
}

/**
 * What a plan does that costs more the more rows there are, each as `table: how`. A scan that a limit ends at once is
 * none.
 */
export function growingSteps(plan: PlanStep, bigTables: ReadonlySet<string>, most: StepBounds): string[] {
  const limited = new Set(stepsOf(plan).flatMap((step) => (step["Node Type"] === "Limit" ? (step.Plans ?? []) : [])));
  return stepsOf(plan).flatMap((step) => {
    const table = step["Relation Name"];
    if (table === undefined || !bigTables.has(table)) return [];
    if (step["Node Type"] === "Seq Scan") return [`${table}: all rows`];
    // A bitmap's index steps name no table, so that its heap step speaks for all of them.
    if (!/Index|Bitmap Heap/.test(step["Node Type"])) return [];
    if (limited.has(step) && step.Filter === undefined) return [];
    const { "Plan Rows": rows } = step;
    const cost = ownCost(step);
    return rows > most.rows || cost > most.cost ? [`${table}: ${rows} rows at a cost of ${cost}`] : [];
  });
}

/** A key of a resource: what an index finds few by. */
const resourceKey = /\b(id|name_key|external_id|email_key|other_email_keys|search_text|modified_at) /;

/** The steps of a plan that read all resources of an application or of one of its types, and do not end at a limit. */
export function wholeApplicationSteps(plan: PlanStep): string[] {
  const limited = new Set(stepsOf(plan).flatMap((step) => (step["Node Type"] === "Limit" ? (step.Plans ?? []) : [])));
  return stepsOf(plan)
    .filter((step) => step["Relation Name"] === "provisioned_resources" && step["Index Cond"] !== undefined)
    .filter((step) => !resourceKey.test(step["Index Cond"] ?? ""))
    .filter((step) => !limited.has(step) || step.Filter !== undefined)
    .map((step) => `${step["Index Name"]} ${step["Index Cond"]}`);
}
