import { json, type Router } from '../../http.ts';
import { notFound, UnipileError } from '../errors.ts';
import { jsonObject, requiredText } from '../find.ts';
import { type Hook, type Hooks, MESSAGE_EVENTS, STATUS_EVENTS } from '../hooks.ts';
import { idPage } from '../lists.ts';
import { listQuery } from '../query.ts';
import type { Stage } from '../stage.ts';

const SOURCES = ['messaging', 'account_status', 'email', 'email_tracking', 'users', 'calendar_event'];

/** Webhook management (unipile-v1.md §6.4). */
export function webhookRoutes(router: Router, stage: Stage, hooks: Hooks): void {
  router.add('GET /webhooks', (request) =>
    idPage('WebhookList', listQuery(request, []), hooks.all(), (hook) => webhookJson(stage, hook)),
  );

  router.add('POST /webhooks', (request) => {
    const hook = readHook(stage.ids.unipile(), jsonObject(request));
    hooks.add(hook);
    return json({ object: 'WebhookCreated', webhook_id: hook.id }, 201);
  });

  router.add('DELETE /webhooks/{id}', ({ params }) => {
    if (!hooks.remove(params.id ?? '')) throw notFound('Webhook');
    return json({ object: 'WebhookDeleted' });
  });
}

function readHook(id: string, body: Record<string, unknown>): Hook {
  const source = requiredText(body, 'source');
  const requestUrl = requiredText(body, 'request_url');
  if (!SOURCES.includes(source)) throw new UnipileError('invalid_parameters', 'source is not valid.');
  if (!URL.canParse(requestUrl)) throw new UnipileError('invalid_url', 'request_url is not an address.');
  return {
    id,
    source,
    requestUrl,
    name: typeof body.name === 'string' ? body.name : null,
    format: body.format === 'form' ? 'form' : 'json',
    accountIds: body.account_ids === undefined ? null : list(body, 'account_ids').map(String),
    enabled: body.enabled !== false,
    headers: pairs(body, 'headers', 'key', 'value').map(([key, value]) => ({ key, value })),
    data: pairs(body, 'data', 'name', 'key').map(([name, key]) => ({ name, key })),
    events: eventsOf(source, body),
  };
}

function eventsOf(source: string, body: Record<string, unknown>): string[] {
  const known: readonly string[] = source === 'messaging' ? MESSAGE_EVENTS : STATUS_EVENTS;
  if (body.events === undefined) return source === 'messaging' ? ['message_received'] : [...known];
  const events = list(body, 'events').map(String);
  const strange = events.find((event) => !known.includes(event));
  if (strange === undefined) return events;
  throw new UnipileError('invalid_parameters', `events: ${strange} is not known.`);
}

function list(body: Record<string, unknown>, name: string): unknown[] {
  const value = body[name];
  if (Array.isArray(value)) return value;
  throw new UnipileError('invalid_parameters', `${name} must be an array.`);
}

function pairs(
  body: Record<string, unknown>,
  name: string,
  first: string,
  second: string,
): [string, string][] {
  if (body[name] === undefined) return [];
  return list(body, name).map((entry) => {
    const one: unknown = Object(entry)[first];
    const other: unknown = Object(entry)[second];
    if (typeof one === 'string' && typeof other === 'string') return [one, other];
    throw new UnipileError('invalid_parameters', `${name} must hold {${first}, ${second}}.`);
  });
}

const SDK_EVENTS = ['message_received', 'message_read', 'message_reaction'];

function webhookJson(stage: Stage, hook: Hook): Record<string, unknown> {
  const accounts = (hook.accountIds ?? []).map((id) => stage.world.accounts.get(id));
  const { sdkStrict } = stage.switches;
  return {
    object: 'Webhook',
    id: hook.id,
    // Ids on creation, objects here.
    account_ids: accounts.flatMap((account) =>
      account === undefined ? [] : [{ id: account.id, name: account.name, type: account.network }],
    ),
    enabled: hook.enabled,
    ...(hook.name === null ? {} : { name: hook.name }),
    request_url: hook.requestUrl,
    format: hook.format,
    headers: hook.headers,
    data: hook.data,
    events: sdkStrict ? hook.events.filter((event) => SDK_EVENTS.includes(event)) : hook.events,
    type: 'AUTO',
  };
}
