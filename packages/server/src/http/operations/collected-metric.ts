import type { Metric, Registry } from "prom-client";

/** One value of a metric with what tells it from the others. */
export interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  /** Undefined: unknown now, which is another thing than 0. */
  readonly value: number | undefined;
  /** Of a histogram's parts: what follows the metric's name. */
  readonly part?: "_bucket" | "_sum" | "_count";
}

/** A metric that has its values only while somebody collects them. */
export interface CollectedMetric {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly samples: () => Iterable<Sample>;
}

/**
 * Has a registry show a metric. prom-client's own counters make a text of their labels at every count; a registry takes
 * whatever has a name and can be got, so what is counted elsewhere is shown by it as it stands.
 */
export function registerCollected(registry: Registry, { name, type, help, samples }: CollectedMetric): void {
  const get = async () => ({
    name,
    type,
    help,
    values: [...samples()]
      .filter(({ value }) => value !== undefined)
      .map(({ labels, value, part = "" }) => ({ labels, value, metricName: name + part })),
  });
  registry.registerMetric({ name, get } as unknown as Metric);
}
