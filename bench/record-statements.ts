import { userResourceType, groupResourceType } from "../packages/scim/src/schema/core-resource-types.ts";
import type { ActionDeps, ProvisioningRequest } from "../packages/server/src/actions/action-deps.ts";
import { createResource } from "../packages/server/src/actions/create-resource.ts";
import { patchResource } from "../packages/server/src/actions/patch-resource.ts";
import type { Database, PointReader, Reader, Statement, Tx } from "../packages/server/src/storage/database.ts";
import { readResource } from "../packages/server/src/storage/read/provisioned-resource-lists.ts";
import { openChangeWriter } from "../packages/server/src/storage/write/change-writer.ts";
import type { ScimCall } from "./scim-call.ts";

/** One statement as the server sends it. */
export interface RecordedStatement {
  /** Point look-ups share a few pipelined connections; everything else has a connection to itself while it runs. */
  readonly pipelined: boolean;
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What the server does at the database for one call: steps one after the other, the statements of a step at once. */
export interface RecordedCall {
  readonly steps: readonly (readonly RecordedStatement[])[];
  /** Of the resource that the call creates, reads or changes. */
  readonly resourceId: string;
}

/**
 * Carries out a call by the actions of the server, with its reads answered by the database and its write only noted: the
 * statements and parameters are the product's own, and the write is still to be done.
 */
export async function recordCall(
  deps: ActionDeps,
  application: ProvisioningRequest["application"],
  call: ScimCall,
): Promise<RecordedCall> {
  const steps: RecordedStatement[][] = [];
  let underWay = 0;
  const note = (pipelined: boolean, { name, text }: Statement, values: readonly unknown[]): void => {
    const statement = { pipelined, name, text, values };
    if (underWay > 0) steps.at(-1)?.push(statement);
    else steps.push([statement]);
  };
  const readingFrom = (reader: Reader, pipelined: boolean): Reader => ({
    async query<Row extends object>(statement: Statement, values: readonly unknown[]) {
      note(pipelined, statement, values);
      underWay += 1;
      try {
        return await reader.query<Row>(statement, values);
      } finally {
        underWay -= 1;
      }
    },
  });
  const pool = {
    async query(statement: Statement, values: readonly unknown[]) {
      note(false, statement, values);
      return [];
    },
  } as unknown as Tx;
  const reading = readingFrom(deps.database.reader, true);
  const database: Database = {
    ...deps.database,
    pool,
    reader: { query: reading.query, find: findAlone(reading) },
    lists: readingFrom(deps.database.lists, false),
  };
  const resourceId = await carryOut(
    { ...deps, database, writer: openChangeWriter(pool, deps.settings) },
    application,
    call,
  );
  return { steps, resourceId };
}

/** What the server gathers into one query is sent alone, as a program without it would. */
const findAlone =
  (reader: Reader): PointReader["find"] =>
  async (statement, scope, id) =>
    (await reader.query<never>(statement, [...scope, [id]]))[0];

async function carryOut(
  deps: ActionDeps,
  application: ProvisioningRequest["application"],
  { method, type: typeName, id = "", body }: ScimCall,
): Promise<string> {
  const type = typeName === "User" ? userResourceType : groupResourceType;
  const request = { application, exchangeId: deps.newId() };
  switch (method) {
    case "POST":
      return (await createResource(deps, request, type, body)).resourceId;
    case "PATCH":
      return (await patchResource(deps, request, type, id, body)).resourceId;
    case "GET": {
      const details = { withMembers: false, withGroups: true };
      const { organizationId } = application;
      await readResource(deps.database, organizationId, application.id, type.name, id, details);
      return id;
    }
    default:
      throw new Error(`${method} is not driven as statements: expected POST, PATCH or GET`);
  }
}
