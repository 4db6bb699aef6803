import { durationBounds } from "../../meters/duration-meter.ts";
import type { Meters } from "../../meters/meters.ts";
import type { NamedCounts } from "../../meters/named-counts.ts";
import type { CollectedMetric, Sample } from "./collected-metric.ts";

/** What a node counts, as Prometheus shows it. */
export function meterMetrics({ routes, applications, outcomes, effects, deliveries }: Meters): CollectedMetric[] {
  return [
    {
      name: "rollcall_requests_total",
      type: "counter",
      help: "Requests that were answered, by face, route and HTTP status.",
      *samples() {
        for (const { face, method, route, meter } of routes) {
          for (const [status, value] of meter.byStatus()) yield { labels: { face, method, route, status }, value };
        }
      },
    },
    {
      name: "rollcall_request_duration_seconds",
      type: "histogram",
      help: "How long requests took until their answer was made.",
      *samples() {
        for (const { face, method, route, meter } of routes) {
          const labels = { face, method, route };
          const answers = meter.buckets.reduce((sum, few) => sum + few, 0);
          // A route that nobody asks for is no time series.
          if (answers === 0) continue;
          let upTo = 0;
          for (const [index, le] of [...durationBounds, "+Inf"].entries()) {
            upTo += meter.buckets[index] ?? 0;
            yield { labels: { ...labels, le }, value: upTo, part: "_bucket" };
          }
          yield { labels, value: meter.seconds, part: "_sum" };
          yield { labels, value: answers, part: "_count" };
        }
      },
    },
    {
      name: "rollcall_application_requests_total",
      type: "counter",
      help: "SCIM requests by source application; after the first 200 of them, the others together.",
      *samples() {
        for (const [application, counts] of applications) {
          for (const [result, value] of Object.entries(counts)) yield { labels: { application, result }, value };
        }
      },
    },
    {
      name: "rollcall_writes_total",
      type: "counter",
      help: "Writes of sources by their outcome; operations of a bulk request count one by one.",
      samples: () => named(outcomes, ["outcome"]),
    },
    {
      name: "rollcall_effects_total",
      type: "counter",
      help: "Provisioning events that this node wrote, by type and outcome.",
      samples: () => named(effects, ["type", "outcome"]),
    },
    {
      name: "rollcall_webhook_attempts_total",
      type: "counter",
      help: "Attempts of webhook deliveries by this node.",
      samples: () => named(deliveries, ["result"]),
    },
  ];
}

/** Labels from names of several words. */
function* named(counts: NamedCounts, labelNames: readonly string[]): Generator<Sample> {
  for (const [name, value] of counts.entries()) {
    const words = name.split(" ");
    yield { labels: Object.fromEntries(labelNames.map((label, index) => [label, words[index] ?? ""])), value };
  }
}
