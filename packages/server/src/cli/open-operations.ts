import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { openReadinessCheck, type ReadinessCheck } from "../actions/check-readiness.ts";
import { type MeasuredNode, openNodeFigures } from "../actions/measure-node.ts";
import { openMetrics } from "../http/operations/open-metrics.ts";
import { type OperationsFace, registerOperations } from "../http/operations/register-operations.ts";
import type { Meters } from "../meters/meters.ts";

export interface OperationsOptions {
  readonly node: MeasuredNode;
  readonly meters: Meters;
  readonly version: string;
  /** Shown by whoever reads the metrics; undefined: no token is asked for where they have an address of their own. */
  readonly token: string | undefined;
}

/** Something that listens, and where. */
export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** What those who run a node ask it. */
export interface Operations {
  readonly readiness: ReadinessCheck;
  /** Of the address where all the rest is answered, too. */
  readonly face: OperationsFace;
  /** Answers at an address of their own, which only those who may read metrics should reach. */
  listen(address: { readonly host: string; readonly port: number }): Promise<Listener>;
}

/** Opens the operations of a node. */
export function openOperations({ node, meters, version, token }: OperationsOptions): Operations {
  const readiness = openReadinessCheck(node.database);
  const metrics = openMetrics({ meters, figures: openNodeFigures(node), version });
  const shared = { readiness, metrics };
  return {
    readiness,
    face: { ...shared, metricsFor: token === undefined ? "nobody" : { token } },
    async listen(address) {
      const app = Fastify({ logger: false, forceCloseConnections: true });
      await app.register((face) =>
        registerOperations(face, { ...shared, metricsFor: token === undefined ? "everybody" : { token } }),
      );
      await app.listen(address);
      return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
    },
  };
}
