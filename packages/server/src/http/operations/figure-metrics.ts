import type { NodeFigures } from "../../actions/measure-node.ts";
import type { CollectedMetric } from "./collected-metric.ts";

type Single = readonly [name: string, help: string, value: (now: NodeFigures) => number | undefined];

const singles: readonly Single[] = [
  ["changes_waiting", "Changes of this node that wait for a statement to share.", (now) => now.changesWaiting],
  ["exchanges_waiting", "Recorded exchanges of this node that are not written yet.", (now) => now.exchangesWaiting],
  ["database_up", "1 while the database answers this node.", ({ queues }) => (queues === undefined ? 0 : 1)],
  ["events_waiting", "Events without a position in their feed; all of the database.", (now) => now.queues?.events],
  [
    "event_lag_seconds",
    "For how long the first of them has waited; all of the database.",
    (now) => now.eventLagSeconds,
  ],
  ["held_changes", "Changes that the guard holds until a person decides.", (now) => now.queues?.heldChanges],
  ["held_effects", "Effects that a mode keeps from the directory.", (now) => now.queues?.heldEffects],
  ["conflicts", "Resources of which a person must say whom they concern.", (now) => now.queues?.conflicts],
  ["webhook_deliveries_waiting", "Webhook deliveries that are to be made.", (now) => now.queues?.deliveriesWaiting],
  ["webhook_deliveries_dead", "Webhook deliveries that were given up.", (now) => now.queues?.deliveriesDead],
];

/**
 * How a node and its database stand, as Prometheus shows it.
 *
 * @param figures those of the collection that is under way
 */
export function figureMetrics(figures: () => NodeFigures): CollectedMetric[] {
  return [
    {
      name: "rollcall_database_connections",
      type: "gauge",
      help: "Connections of this node to the database: open, busy, and the most that there may be.",
      *samples() {
        for (const { pool, open, busy, most } of figures().pools) {
          yield { labels: { pool, state: "open" }, value: open };
          yield { labels: { pool, state: "busy" }, value: busy };
          yield { labels: { pool, state: "most" }, value: most };
        }
      },
    },
    {
      name: "rollcall_database_waiting",
      type: "gauge",
      help: "Queries of this node that wait for a connection; on pipelined ones, for their answer.",
      *samples() {
        for (const { pool, waiting } of figures().pools) yield { labels: { pool }, value: waiting };
      },
    },
    {
      name: "rollcall_exchanges_dropped_total",
      type: "counter",
      help: "Exchanges that this node did not record because the database did not keep up.",
      samples: () => [{ labels: {}, value: figures().exchangesDropped }],
    },
    ...singles.map(
      ([name, help, value]): CollectedMetric => ({
        name: `rollcall_${name}`,
        type: "gauge",
        help,
        samples: () => [{ labels: {}, value: value(figures()) }],
      }),
    ),
  ];
}
