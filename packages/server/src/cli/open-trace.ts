import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Context,
  defaultTextMapGetter,
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace as spans,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Log } from "../log.ts";
import type { Trace } from "../trace.ts";

export interface TraceOptions {
  /** Of a collector, without the path for traces. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly version: string;
  /** The share of requests that are traced, from 0 to 1; a request that is part of a trace already follows that. */
  readonly share: number;
  readonly log: Log;
}

/** Opens the way to an OpenTelemetry collector (OTLP over HTTP). Loaded only where one is named. */
export function openTrace({ endpoint, headers, serviceName, version, share, log }: TraceOptions): Trace {
  const complain = (reason: string): void => log.warn({ reason }, "traces could not be sent");
  const quiet = (): void => {};
  diag.setLogger(
    { error: complain, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers: { ...headers } });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": serviceName, "service.version": version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer("rollcall", version);
  const propagator = new W3CTraceContextPropagator();
  const current = new AsyncLocalStorage<Context>();

  return {
    begin({ method, route, requestId, headers: sent }) {
      const parent = propagator.extract(ROOT_CONTEXT, sent, defaultTextMapGetter);
      const attributes = { "http.request.method": method, "http.route": route, "rollcall.request.id": requestId };
      const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
      const context = spans.setSpan(parent, span);
      return {
        within: (work) => current.run(context, work),
        end(status) {
          span.setAttribute("http.response.status_code", status);
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    async step(name, attributes, work) {
      const parent = current.getStore();
      if (parent === undefined) return work();
      const span = tracer.startSpan(name, { attributes: { ...attributes } }, parent);
      try {
        return await current.run(spans.setSpan(parent, span), work);
      } catch (error) {
        // What an error says may be a value of somebody; its name is enough to find it in the log.
        span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
        throw error;
      } finally {
        span.end();
      }
    },
    close: () => provider.shutdown().catch((error: Error) => complain(error.message)),
  };
}
