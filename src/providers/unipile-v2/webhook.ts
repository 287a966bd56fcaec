import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookReceiver, WebhookRequest, WebhookVerdict } from '../../messaging/provider.ts';
import { strictText } from '../http-body.ts';
import { SIGNATURE_HEADER, SIGNATURE_WINDOW_SECONDS } from './assumptions.ts';
import type { Connection } from './connection.ts';
import { toEvents } from './convert-event.ts';
import { Registration } from './registration.ts';
import type { EndpointSecrets } from './secrets.ts';
import * as wire from './wire.ts';

/** What Unipile v2 pushes (unipile-v2.md §8): signed over the time and the raw body; without a secret everything is refused. */
export function webhookReceiver(connection: Connection, secrets: EndpointSecrets): WebhookReceiver {
  const registration = new Registration(connection.client, secrets);
  return {
    receive(request) {
      return isSigned(request, secrets, connection.now())
        ? parse(connection, request.body)
        : { kind: 'REFUSED' };
    },
    registered: (url, call) => registration.registered(url, call),
    register: (url, call) => registration.register(url, call),
  };
}

/** Whether one of the secrets made the signature, within five minutes of now (§8.3). */
function isSigned({ headers, body }: WebhookRequest, secrets: EndpointSecrets, now: number): boolean {
  const parts = new Map(
    (headers[SIGNATURE_HEADER] ?? '').split(',').map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
    }),
  );
  const [time, given] = [parts.get('t'), parts.get('v0')];
  if (!time || !given || !/^\d{1,15}$/.test(time)) return false;
  if (Math.abs(now / 1000 - Number(time)) > SIGNATURE_WINDOW_SECONDS) return false;
  const isMade = secrets.known.map((secret) => {
    const made = createHmac('sha256', secret.reveal()).update(`${time}.`).update(body).digest('hex');
    // Digests have one length, so the time that comparing takes tells nothing of the signature.
    return timingSafeEqual(digest(given), digest(made));
  });
  return isMade.includes(true);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function parse(connection: Connection, body: Uint8Array): WebhookVerdict {
  let json: unknown;
  try {
    json = JSON.parse(strictText(body));
  } catch {
    return { kind: 'MALFORMED', detail: 'The body is not JSON.' };
  }
  const event = wire.event.safeParse(json);
  if (!event.success) return { kind: 'MALFORMED', detail: 'The body is no event of Unipile.' };
  const events = toEvents(connection, event.data);
  for (const { event: told } of events ?? []) {
    if ('chatId' in told && told.chatId !== null) connection.searches.forget(told.accountId, told.chatId);
  }
  const unknown = events === null ? [event.data.type.slice(0, 64)] : [];
  return { kind: 'ACCEPTED', events: events ?? [], unknown };
}
