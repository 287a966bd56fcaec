import type { Call } from '../../messaging/call.ts';
import { failureOf } from '../../messaging/errors.ts';
import type { RegisteredWebhook } from '../../messaging/provider.ts';
import { certainTriggerEvents, triggerEvents } from './assumptions.ts';
import type { Client } from './client.ts';
import { everyPage } from './every-page.ts';
import type { EndpointSecrets } from './secrets.ts';
import type * as wire from './wire.ts';

/** Sees to it that Unipile pushes to an address, and learns what it signs with (unipile-v2.md §8.1). */
export class Registration {
  private readonly client: Client;
  private readonly secrets: EndpointSecrets;

  constructor(client: Client, secrets: EndpointSecrets) {
    this.client = client;
    this.secrets = secrets;
  }

  async registered(url: string, call: Call): Promise<readonly RegisteredWebhook[]> {
    return (await this.at(url, call)).map(toRegistered);
  }

  /** One endpoint for all accounts and events. Where the settings name a secret, its endpoint is made by hand and stays as it is. */
  async register(url: string, call: Call): Promise<readonly RegisteredWebhook[]> {
    let endpoints = await this.at(url, call);
    if (!this.secrets.isGiven && (await this.mend(endpoints, url, call)))
      endpoints = await this.at(url, call);
    await this.secrets.learn(endpoints.flatMap(({ secret }) => secret || []));
    return endpoints.map(toRegistered);
  }

  /** True where something was changed. */
  private async mend([endpoint]: readonly wire.Endpoint[], url: string, call: Call): Promise<boolean> {
    if (endpoint === undefined) {
      return this.listening((names) =>
        this.client.createEndpoint({ url, trigger_events: names, description: 'Parley' }, call),
      );
    }
    const amends = {
      ...(endpoint.enabled === false ? { enabled: true } : {}),
      ...(endpoint.account_ids.length > 0 ? { account_ids: [] } : {}),
    };
    const isAmended = Object.keys(amends).length > 0;
    if (isAmended) await this.client.updateEndpoint(endpoint.id, amends, call);
    const missing = triggerEvents.filter((name) => !endpoint.trigger_events.includes(name));
    if (missing.length === 0) return isAmended;
    const names = [...endpoint.trigger_events, ...missing];
    const change = this.client.updateEndpoint(endpoint.id, { trigger_events: names }, call);
    return (await wasTaken(change)) || isAmended;
  }

  private async listening(ask: (names: readonly string[]) => Promise<void>): Promise<true> {
    // One name that Unipile does not know (any more) makes it refuse them all.
    if (!(await wasTaken(ask(triggerEvents)))) await ask(certainTriggerEvents);
    return true;
  }

  private async at(url: string, call: Call): Promise<wire.Endpoint[]> {
    const endpoints = await everyPage(
      (query) => this.client.listEndpoints(query, call),
      ({ id }) => id,
    );
    return endpoints.filter((endpoint) => endpoint.url === url);
  }
}

/** False where it was refused as malformed. */
async function wasTaken(change: Promise<void>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (failureOf(error)?.code === 'INVALID_INPUT') return false;
    throw error;
  }
}

function toRegistered({ id, url, trigger_events, enabled }: wire.Endpoint): RegisteredWebhook {
  return { id, url: url ?? '', events: trigger_events, enabled: enabled !== false };
}
