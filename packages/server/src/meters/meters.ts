import { DurationMeter } from "./duration-meter.ts";
import { NamedCounts } from "./named-counts.ts";

/** The faces that answer requests. */
export type Face = "scim" | "token" | "admin" | "console";

/** A route of a face with what it answered. */
export interface MeteredRoute {
  readonly face: Face;
  readonly method: string;
  /** The route's template, never an address with values in it. */
  readonly route: string;
  readonly meter: DurationMeter;
}

/** What one source application was answered. */
export interface ApplicationCounts {
  succeeded: number;
  refused: number;
  failed: number;
}

/** What a node counts since its start. Routes ask for their meter once, when they are registered. */
export interface Meters {
  readonly routes: readonly MeteredRoute[];
  meterRoute(face: Face, method: string, route: string): DurationMeter;
  /** By source application id: so many of them, and all others together. */
  readonly applications: ReadonlyMap<string, ApplicationCounts>;
  countApplication(id: string, status: number): void;
  /** Writes of sources, Bulk's operations each, by outcome. */
  readonly outcomes: NamedCounts;
  /** Provisioning events that were written, by type and outcome: `user.disabled applied`. */
  readonly effects: NamedCounts;
  /** Attempts of webhook deliveries: delivered, failed. */
  readonly deliveries: NamedCounts;
}

/** Applications with a line of their own: one more is one more time series for ever in whoever collects them. */
const mostApplications = 200;
const otherApplications = "other";

/** Opens the meters of a node. */
export function openMeters(): Meters {
  const routes: MeteredRoute[] = [];
  const applications = new Map<string, ApplicationCounts>();

  function countsOf(id: string): ApplicationCounts {
    const known = applications.get(id);
    if (known !== undefined) return known;
    const name = applications.size < mostApplications ? id : otherApplications;
    const counts = applications.get(name) ?? { succeeded: 0, refused: 0, failed: 0 };
    applications.set(name, counts);
    return counts;
  }

  return {
    routes,
    meterRoute(face, method, route) {
      const same = routes.find((one) => one.face === face && one.method === method && one.route === route);
      if (same !== undefined) return same.meter;
      const meter = new DurationMeter();
      routes.push({ face, method, route, meter });
      return meter;
    },
    applications,
    countApplication(id, status) {
      const counts = countsOf(id);
      if (status < 400) counts.succeeded += 1;
      else if (status < 500) counts.refused += 1;
      else counts.failed += 1;
    },
    outcomes: new NamedCounts(),
    effects: new NamedCounts(),
    deliveries: new NamedCounts(),
  };
}
