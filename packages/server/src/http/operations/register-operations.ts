import { hash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ReadinessCheck } from "../../actions/check-readiness.ts";
import type { Metrics } from "./open-metrics.ts";

/** What those who run a node ask it. */
export interface OperationsFace {
  readonly readiness: Pick<ReadinessCheck, "check">;
  readonly metrics: Metrics;
  /** Who may read the metrics: whoever shows this token, whoever can reach the address, or nobody here. */
  readonly metricsFor: { readonly token: string } | "everybody" | "nobody";
}

/**
 * Registers /healthz, /readyz and /metrics. Health and readiness say nothing of whom Rollcall serves and are open, since
 * orchestrators and load balancers have no credentials to show; metrics name applications and are guarded.
 */
export async function registerOperations(app: FastifyInstance, face: OperationsFace): Promise<void> {
  app.addHook("onRequest", async (_request, reply) => {
    void reply.header("cache-control", "no-store");
  });

  app.get("/healthz", async () => ({ alive: true }));

  app.get("/readyz", async (_request, reply) => {
    const found = await face.readiness.check();
    if (!found.ready) void reply.code(503).header("retry-after", "5");
    return found;
  });

  app.get("/metrics", async (request, reply) => {
    const refusal = whyRefused(face.metricsFor, request);
    if (refusal !== undefined) return refuse(reply, refusal);
    return reply.header("content-type", face.metrics.contentType).send(await face.metrics.collect());
  });
}

interface Refusal {
  readonly status: 401 | 404;
  readonly sentence: string;
}

function whyRefused(metricsFor: OperationsFace["metricsFor"], request: FastifyRequest): Refusal | undefined {
  if (metricsFor === "everybody") return undefined;
  if (metricsFor === "nobody") {
    return {
      status: 404,
      sentence:
        "metrics are not shown here: set ROLLCALL_METRICS_TOKEN, or ROLLCALL_METRICS_ADDRESS to listen for them",
    };
  }
  const shown = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (shown !== undefined && isSame(shown, metricsFor.token)) return undefined;
  return { status: 401, sentence: "expected Authorization: Bearer with the token of ROLLCALL_METRICS_TOKEN" };
}

/** Digests are of one length and take one time, whatever was shown. */
function isSame(shown: string, expected: string): boolean {
  return timingSafeEqual(hash("sha256", shown, "buffer"), hash("sha256", expected, "buffer"));
}

function refuse(reply: FastifyReply, { status, sentence }: Refusal): FastifyReply {
  if (status === 401) void reply.header("www-authenticate", 'Bearer realm="rollcall metrics"');
  return reply.code(status).type("text/plain; charset=utf-8").send(`${sentence}\n`);
}
