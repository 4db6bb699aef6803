import { collectDefaultMetrics, Registry } from "prom-client";
import type { NodeFigures } from "../../actions/measure-node.ts";
import type { Meters } from "../../meters/meters.ts";
import { registerCollected } from "./collected-metric.ts";
import { figureMetrics } from "./figure-metrics.ts";
import { meterMetrics } from "./meter-metrics.ts";

/** The metrics of a node, in the text format of Prometheus. */
export interface Metrics {
  readonly contentType: string;
  collect(): Promise<string>;
}

export interface MetricsOptions {
  readonly meters: Meters;
  readonly figures: () => Promise<NodeFigures>;
  readonly version: string;
}

/** Opens them; those of the process and of Node are among them. */
export function openMetrics({ meters, figures, version }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  let present: NodeFigures | undefined;
  const now = (): NodeFigures => {
    if (present === undefined) throw new Error("figures are there only while they are collected");
    return present;
  };
  const info = { labels: { version, node: process.versions.node }, value: 1 };
  registerCollected(registry, {
    name: "rollcall_build_info",
    type: "gauge",
    help: "Always 1; the labels say what runs.",
    samples: () => [info],
  });
  for (const metric of [...meterMetrics(meters), ...figureMetrics(now)]) registerCollected(registry, metric);
  return {
    contentType: registry.contentType,
    async collect() {
      present = await figures();
      return registry.metrics();
    },
  };
}
