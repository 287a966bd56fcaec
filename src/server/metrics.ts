import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { UpstreamRequest } from '../messaging/log.ts';

/** What is counted, for Prometheus. Labels have few values: no ids, no names of viewers. */
export interface Metrics {
  countUpstream(request: UpstreamRequest): void;
  /** `code` is OK or that of the first error. */
  countOperation(kind: string, code: unknown): void;
  /** Answers how to stop the clock. */
  timeOperation(kind: string): () => void;
  countEvent(connectionId: string, type: string): void;
  countWebhook(connectionId: string, status: number): void;
  /** Each answers how to say that it is over. */
  openSocket(): () => void;
  openSubscription(): () => void;
  /** In the text format, with its content type. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];

  const upstream = new Counter({
    name: 'parley_upstream_requests_total',
    help: 'Requests to providers. Status "none": no answer came.',
    labelNames: ['connection', 'route', 'status'],
    registers,
  });
  const upstreamSeconds = new Histogram({
    name: 'parley_upstream_seconds',
    help: 'How long providers take to answer.',
    labelNames: ['connection', 'route'],
    registers,
  });
  const operations = new Counter({
    name: 'parley_operations_total',
    help: 'Operations and events answered, by kind and the code of their first error.',
    labelNames: ['kind', 'code'],
    registers,
  });
  const operationSeconds = new Histogram({
    name: 'parley_operation_seconds',
    help: 'How long queries and mutations take.',
    labelNames: ['kind'],
    registers,
  });
  const events = new Counter({
    name: 'parley_events_appended_total',
    help: 'Events that the log took and that were new.',
    labelNames: ['connection', 'type'],
    registers,
  });
  const webhooks = new Counter({
    name: 'parley_webhooks_total',
    help: 'Webhooks received, by what they were answered.',
    labelNames: ['connection', 'status'],
    registers,
  });
  const sockets = new Gauge({ name: 'parley_sockets', help: 'Open WebSockets.', registers });
  const subscriptions = new Gauge({
    name: 'parley_subscriptions',
    help: 'Subscriptions, over WebSocket and SSE.',
    registers,
  });

  function opened(gauge: Gauge): () => void {
    gauge.inc();
    return () => gauge.dec();
  }

  return {
    countUpstream({ connectionId, route, status, seconds }) {
      upstream.inc({ connection: connectionId, route, status: status ?? 'none' });
      upstreamSeconds.observe({ connection: connectionId, route }, seconds);
    },
    countOperation: (kind, code) => operations.inc({ kind, code: String(code) }),
    timeOperation(kind) {
      const stop = operationSeconds.startTimer({ kind });
      return () => void stop();
    },
    countEvent: (connectionId, type) => events.inc({ connection: connectionId, type }),
    countWebhook: (connectionId, status) => webhooks.inc({ connection: connectionId, status }),
    openSocket: () => opened(sockets),
    openSubscription: () => opened(subscriptions),
    async render() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
