import type { Router, SandboxRequest } from '../../http.ts';
import type { Random } from '../../random.ts';
import { LinkedApiError } from '../errors.ts';
import { type Endpoint, EVENT_TYPES, type Notices } from '../notices.ts';
import type { Stage } from '../stage.ts';
import { bodyOf, succeeded } from './workflows.ts';

/** The one webhook of the customer (linked-api.md §7.1). An address on this machine will do here. */
export function webhookRoutes(router: Router, stage: Stage, notices: Notices): void {
  function change(verb: string, changed: (body: Body, endpoint: Endpoint) => Partial<Endpoint>): void {
    router.add(`POST /admin/webhook.${verb}`, (request) => {
      const endpoint = existing(notices, request);
      Object.assign(endpoint, changed(bodyOf(request), endpoint));
      return succeeded(publicPart(endpoint));
    });
  }

  router
    .add('POST /admin/webhook.set', (request) => {
      const {
        url,
        payloadMode = 'thin',
        signingEnabled = false,
        headers = {},
        events = null,
      } = bodyOf(request);
      notices.endpoint = {
        id: notices.endpoint?.id ?? `wh_${stage.random.letters(16, '0123456789abcdef')}`,
        url: readUrl(url),
        payloadMode: readMode(payloadMode),
        signingEnabled: readFlag(signingEnabled),
        secret: notices.endpoint?.secret ?? newSecret(stage.random),
        headers: readHeaders(headers),
        events: events === null ? null : readEvents(events),
      };
      return succeeded(publicPart(notices.endpoint));
    })
    .add('POST /admin/webhook.get', () => succeeded(notices.endpoint && publicPart(notices.endpoint)))
    .add('POST /admin/webhook.eventTypes', () => succeeded({ eventTypes: EVENT_TYPES }))
    .add('POST /admin/webhook.revealSecret', (request) =>
      succeeded({ secret: existing(notices, request).secret }),
    )
    .add('POST /admin/webhook.rotateSecret', (request) => {
      const endpoint = existing(notices, request);
      endpoint.secret = newSecret(stage.random);
      return succeeded({ secret: endpoint.secret });
    })
    .add('POST /admin/webhook.deliveries', (request) =>
      succeeded({ deliveries: notices.deliveries(existing(notices, request)) }),
    )
    .add('POST /admin/webhook.replayDelivery', (request) => {
      const { deliveryId } = bodyOf(request);
      if (!notices.replay(stage, existing(notices, request), text(deliveryId, 'deliveryId'))) {
        throw new LinkedApiError('deliveryNotFound', 'There is no such delivery.');
      }
      return succeeded({});
    })
    .add('POST /admin/webhook.sendTest', (request) => {
      notices.sendTest(stage, existing(notices, request));
      return succeeded({});
    })
    .add('POST /admin/webhook.delete', (request) => {
      text(bodyOf(request).id, 'id');
      existing(notices, request);
      notices.endpoint = null;
      return succeeded({});
    });

  change('setPayloadMode', ({ id, payloadMode }) => {
    text(id, 'id');
    return { payloadMode: readMode(payloadMode) };
  });
  change('setEvents', ({ events }) => ({ events: readEvents(events) }));
  change('setSigning', ({ signingEnabled }) => ({ signingEnabled: readFlag(signingEnabled) }));
  change('setHeaders', ({ headers }) => ({ headers: readHeaders(headers) }));
  change('setHeader', ({ name, value }, { headers }) => ({
    headers: { ...headers, [text(name, 'name')]: text(value, 'value') },
  }));
  change('deleteHeader', ({ name }, { headers }) => {
    const { [text(name, 'name')]: _gone, ...kept } = headers;
    return { headers: kept };
  });
}

type Body = ReturnType<typeof bodyOf>;

/** Throws where there is none, or the body names another one. */
function existing(notices: Notices, request: SandboxRequest): Endpoint {
  const { id } = bodyOf(request);
  const { endpoint } = notices;
  if (endpoint === null || (id !== undefined && id !== endpoint.id)) {
    throw new LinkedApiError('webhookNotFound', 'There is no such webhook.');
  }
  return endpoint;
}

function publicPart({ secret: _kept, ...rest }: Endpoint): object {
  return rest;
}

function newSecret(random: Random): string {
  return random.letters(64, '0123456789abcdef');
}

function readUrl(value: unknown): string {
  const url = text(value, 'url');
  if (!/^https?:/.test(url) || !URL.canParse(url)) throw malformed('url is an address of the web.');
  return url;
}

function readMode(value: unknown): Endpoint['payloadMode'] {
  if (value !== 'thin' && value !== 'fat') throw malformed('payloadMode is thin or fat.');
  return value;
}

function readFlag(value: unknown): boolean {
  if (typeof value !== 'boolean') throw malformed('signingEnabled is true or false.');
  return value;
}

function readEvents(value: unknown): string[] {
  if (!Array.isArray(value) || value.some((event) => !EVENT_TYPES.includes(event))) {
    throw malformed('events are types that eventTypes lists.');
  }
  return value;
}

function readHeaders(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('headers is an object.');
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, text(held, name)]));
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw malformed(`${name} is required.`);
  return value;
}

function malformed(message: string): LinkedApiError {
  return new LinkedApiError('invalidRequestPayload', message);
}
