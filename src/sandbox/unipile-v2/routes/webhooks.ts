import { json, type Reply, type Router, type SandboxRequest } from '../../http.ts';
import type { Delivery, Webhooks } from '../../webhooks.ts';
import { type Endpoint, type Endpoints, EVENT_TYPES } from '../endpoints.ts';
import { malformed, missing } from '../errors.ts';
import { bodyOf } from '../find.ts';
import type { Stage } from '../stage.ts';
import { instant } from '../wire/time.ts';

const LONGEST = 255;

/** Webhook endpoints, and what was delivered to them (unipile-v2.md §8.1). */
export function webhookRoutes(router: Router, stage: Stage, endpoints: Endpoints, webhooks: Webhooks): void {
  const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

  function create(request: SandboxRequest): Reply {
    const body = bodyOf(request);
    const endpoint: Endpoint = {
      id: `we_${stage.random.letters(20, letters)}`,
      enabled: true,
      url: '',
      description: null,
      triggerEvents: [],
      secret: `whsec_${stage.random.letters(30, letters)}`,
      accountIds: [],
    };
    if (body.url === undefined || body.trigger_events === undefined)
      throw malformed('url and trigger_events are required.');
    change(endpoint, body);
    endpoints.add(endpoint);
    return json(shown(stage, endpoint));
  }

  function list({ query }: SandboxRequest): Reply {
    const from = Number(query.get('offset') ?? '0');
    const limit = Number(query.get('limit') ?? '20');
    const all = endpoints.all();
    const data = all.slice(from, from + limit).map((endpoint) => shown(stage, endpoint));
    return json({ object: 'WebhookEndpoints', data, has_more: from + limit < all.length });
  }

  for (const slash of ['', '/']) {
    router
      .add(`POST /webhooks/endpoints${slash}`, create)
      .add(`GET /webhooks/endpoints${slash}`, list)
      .add(`GET /webhooks/conversations${slash}`, ({ query }) => {
        const endpointId = query.get('endpoint_id');
        if (endpointId === null) throw malformed('endpoint_id is required.');
        const data = webhooks
          .deliveries()
          .filter(({ receiver }) => receiver === endpointId)
          .flatMap(conversations);
        return json({ object: 'WebhookConversations', data, has_more: false });
      });
  }
  router
    .add('GET /webhooks/endpoints/{id}', (request) => json(shown(stage, find(endpoints, request))))
    .add('PATCH /webhooks/endpoints/{id}', (request) => {
      const endpoint = find(endpoints, request);
      change(endpoint, bodyOf(request));
      return json(shown(stage, endpoint));
    })
    .add('DELETE /webhooks/endpoints/{id}', (request) => {
      endpoints.remove(find(endpoints, request).id);
      return json({ success: true });
    });
}

function find(endpoints: Endpoints, request: SandboxRequest): Endpoint {
  const endpoint = endpoints.find(request.params.id ?? '');
  if (endpoint === undefined) throw missing('The endpoint');
  return endpoint;
}

function change(endpoint: Endpoint, body: Record<string, unknown>): void {
  const { url, trigger_events, account_ids, description, enabled } = body;
  if (url !== undefined) {
    if (typeof url !== 'string' || url.length > LONGEST || !/^https?:\/\//.test(url))
      throw malformed('url is an HTTP address of at most 255 characters.');
    endpoint.url = url;
  }
  if (trigger_events !== undefined) {
    if (!Array.isArray(trigger_events)) throw malformed('trigger_events is an array.');
    const unknown = trigger_events.find((name) => !EVENT_TYPES.includes(name));
    if (unknown !== undefined) throw malformed(`${unknown} is no event.`);
    endpoint.triggerEvents = trigger_events;
  }
  if (Array.isArray(account_ids)) endpoint.accountIds = account_ids.map(String);
  if (typeof description === 'string') endpoint.description = description.slice(0, LONGEST);
  if (typeof enabled === 'boolean') endpoint.enabled = enabled;
}

function shown(stage: Stage, endpoint: Endpoint): Record<string, unknown> {
  const targets = stage.world.accounts.filter(({ id }) => endpoint.accountIds.includes(id));
  return {
    object: 'WebhookEndpoint',
    id: endpoint.id,
    application_id: 'app_sandbox',
    enabled: endpoint.enabled,
    url: endpoint.url,
    description: endpoint.description,
    trigger_events: endpoint.triggerEvents,
    secret: endpoint.secret,
    account_ids: endpoint.accountIds,
    account_targets: targets.map(({ id, name, provider }) => ({
      object: 'WebhookEndpointAccountTarget',
      id,
      account_name: name,
      account_provider: provider,
      status: 'active',
    })),
  };
}

function conversations({ receiver, url, event, body, attempts }: Delivery): Record<string, unknown>[] {
  const { id } = JSON.parse(body) as { id: string };
  return attempts.map(({ at, status }, index) => ({
    object: 'WebhookConversation',
    id: `wc_${id.slice(4, 20)}_${index}`,
    endpoint_id: receiver,
    event_id: id,
    event_type: event,
    endpoint_url: url,
    http_status: status,
    response_body: null,
    first_attempt: index === 0,
    created_at: instant(at),
  }));
}
