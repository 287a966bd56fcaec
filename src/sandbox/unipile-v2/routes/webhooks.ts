import { json, type Reply, type Router, type SandboxRequest } from '../../http.ts';
import type { Delivery, Webhooks } from '../../webhooks.ts';
import { type Endpoint, type Endpoints, EVENT_TYPES } from '../endpoints.ts';
import { malformed, missing } from '../errors.ts';
import { type Fields, flagOf, textOf } from '../fields.ts';
import { bodyOf } from '../find.ts';
import { DEFAULT_LIMIT, readNumber } from '../lists.ts';
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
    if (body.url === undefined || body.trigger_events === undefined) {
      throw malformed('url and trigger_events are required.');
    }
    Object.assign(endpoint, readChange(body));
    endpoints.add(endpoint);
    return json(shown(stage, endpoint));
  }

  for (const slash of ['', '/']) {
    router
      .add(`POST /webhooks/endpoints${slash}`, create)
      .add(`GET /webhooks/endpoints${slash}`, ({ query }) =>
        listed('WebhookEndpoints', query, endpoints.all(), (endpoint) => shown(stage, endpoint)),
      )
      .add(`GET /webhooks/conversations${slash}`, ({ query }) => {
        const endpointId = query.get('endpoint_id');
        if (endpointId === null) throw malformed('endpoint_id is required.');
        const eventId = query.get('event_id');
        const all = webhooks
          .deliveries()
          .filter(({ receiver }) => receiver === endpointId)
          .flatMap(conversations)
          .filter(({ event_id }) => eventId === null || event_id === eventId);
        return listed('WebhookConversations', query, all, (conversation) => conversation);
      })
      .add(`GET /webhooks/endpoints/{id}${slash}`, (request) => json(shown(stage, find(endpoints, request))))
      .add(`PATCH /webhooks/endpoints/{id}${slash}`, (request) => {
        const endpoint = find(endpoints, request);
        Object.assign(endpoint, readChange(bodyOf(request)));
        return json(shown(stage, endpoint));
      })
      .add(`DELETE /webhooks/endpoints/{id}${slash}`, (request) => {
        endpoints.remove(find(endpoints, request).id);
        return json({ success: true });
      });
  }
}

function listed<Item>(
  object: string,
  query: URLSearchParams,
  all: readonly Item[],
  show: (item: Item) => unknown,
): Reply {
  const from = readNumber(query.get('offset'), 0, 0);
  const to = from + readNumber(query.get('limit'), DEFAULT_LIMIT, 1);
  return json({ object, data: all.slice(from, to).map(show), has_more: to < all.length });
}

function find(endpoints: Endpoints, request: SandboxRequest): Endpoint {
  const endpoint = endpoints.find(request.params.id ?? '');
  if (endpoint === undefined) throw missing('The endpoint');
  return endpoint;
}

// What is to be different about an endpoint. Throws where it is malformed.
function readChange(body: Fields): Partial<Endpoint> {
  const url = textOf(body, 'url');
  if (url !== undefined && (url.length > LONGEST || !/^https?:\/\//.test(url))) {
    throw malformed('url is an HTTP address of at most 255 characters.');
  }
  const description = textOf(body, 'description');
  if (description !== undefined && description.length > LONGEST) {
    throw malformed('description has at most 255 characters.');
  }
  const enabled = flagOf(body, 'enabled');
  const triggerEvents = wordsOf(body, 'trigger_events');
  const unknown = triggerEvents?.find((name) => !EVENT_TYPES.includes(name));
  if (unknown !== undefined) throw malformed(`${unknown} is no event.`);
  const accountIds = wordsOf(body, 'account_ids');
  const change = { url, description, enabled, triggerEvents, accountIds };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function wordsOf(body: Fields, name: string): string[] | undefined {
  const words: unknown = body[name];
  if (words === undefined) return undefined;
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) {
    throw malformed(`${name} is an array of texts.`);
  }
  return words;
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
