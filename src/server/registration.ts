import type { Log } from '../messaging/log.ts';
import type { Provider, RegisteredWebhook } from '../messaging/provider.ts';
import { beginCall } from './calls.ts';

const firstRetryMs = 5_000;
const lastRetryMs = 10 * 60_000;
const callSeconds = 30;

/** Where a connection's vendor sends its webhooks to. */
function webhookUrl(baseUrl: string, connectionId: string): string {
  return `${baseUrl}/webhooks/${encodeURIComponent(connectionId)}`;
}

/** What is registered at one provider for our address, or what came of registering what is missing. Throws FailureError. */
export async function askForWebhooks(
  provider: Provider,
  baseUrl: string,
  what: 'registered' | 'register',
): Promise<readonly RegisteredWebhook[]> {
  const call = beginCall({ left: null, seconds: callSeconds, upstreamCalls: 100, background: true });
  try {
    const url = webhookUrl(baseUrl, provider.connectionId);
    return (await provider.webhook?.[what](url, call)) ?? [];
  } finally {
    call.end();
  }
}

/** Which connections' webhooks work, as far as this process has seen. */
export interface Registrations {
  /** Registers at every provider that pushes, again and again until it has worked. */
  start(providers: Iterable<Provider>, baseUrl: string): void;
  /** Whether what happens in the connection is told to us. */
  pushes(connectionId: string): boolean;
  /** A webhook came and was the vendor's: they work, whoever registered them. */
  confirm(connectionId: string): void;
  stop(): void;
}

export function createRegistrations(log: Log): Registrations {
  const working = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  let isStopped = false;

  async function register(provider: Provider, baseUrl: string, retryMs: number): Promise<void> {
    const { connectionId } = provider;
    try {
      const webhooks = await askForWebhooks(provider, baseUrl, 'register');
      working.add(connectionId);
      log.info({ connectionId, webhooks: webhooks.length }, 'Webhooks are registered');
    } catch (error) {
      if (isStopped) return;
      log.warn({ connectionId, error, retryMs }, 'Webhooks could not be registered; it is tried again');
      const again = () => void register(provider, baseUrl, Math.min(retryMs * 2, lastRetryMs));
      timers.set(connectionId, setTimeout(again, retryMs).unref());
    }
  }

  return {
    start(providers, baseUrl) {
      for (const provider of providers) {
        if (provider.webhook) void register(provider, baseUrl, firstRetryMs);
      }
    },
    pushes: (connectionId) => working.has(connectionId),
    confirm: (connectionId) => void working.add(connectionId),
    stop() {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
