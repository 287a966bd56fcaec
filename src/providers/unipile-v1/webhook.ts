import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingEvent } from '../../messaging/event.ts';
import type { WebhookReceiver, WebhookRequest, WebhookVerdict } from '../../messaging/provider.ts';
import type { Secret } from '../../messaging/secret.ts';
import { strictText } from '../http-body.ts';
import type { Connection } from './connection.ts';
import { toMessagingEvent, toStatusEvent } from './convert-event.ts';
import { Registration, SECRET_HEADER } from './registration.ts';
import * as wire from './wire.ts';

/**
 * What Unipile pushes (unipile-v1.md §6.5 to §6.7). It signs nothing: a header of ours carries the secret, and without a
 * secret everything is refused.
 */
export function webhookReceiver(connection: Connection, secret: Secret | null): WebhookReceiver {
  const registration = new Registration(connection.client, secret);
  return {
    receive(request) {
      return isTrusted(secret, request) ? parse(connection, request.body) : { kind: 'REFUSED' };
    },
    registered: (url, call) => registration.registered(url, call),
    register: (url, call) => registration.register(url, call),
  };
}

function isTrusted(secret: Secret | null, { headers }: WebhookRequest): boolean {
  const given = headers[SECRET_HEADER.toLowerCase()];
  // Digests have one length, so the time that comparing takes tells nothing of the secret.
  return secret !== null && given !== undefined && timingSafeEqual(digest(given), digest(secret.reveal()));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

// Whatever the content type says: hooks carry none by default (§6.5).
function parse(connection: Connection, body: Uint8Array): WebhookVerdict {
  let json: unknown;
  try {
    json = JSON.parse(strictText(body));
  } catch {
    return { kind: 'MALFORMED', detail: 'The body is not JSON.' };
  }
  if (typeof json !== 'object' || json === null) {
    return { kind: 'MALFORMED', detail: 'The body is not a JSON object.' };
  }
  const status = wire.accountStatusEvent.safeParse(json);
  if (status.success) {
    const { account_id, message } = status.data.AccountStatus;
    return accepted(toStatusEvent(account_id, message, connection.now()), `account_status:${message}`);
  }
  const event = wire.messagingEvent.safeParse(json);
  if (event.success) {
    return accepted(toMessagingEvent(connection, event.data), event.data.event);
  }
  const { event: name } = json as { event?: unknown };
  if (typeof name === 'string') return accepted(null, name);
  return { kind: 'MALFORMED', detail: 'The body is no event of Unipile.' };
}

function accepted(event: IncomingEvent | null, name: string): WebhookVerdict {
  return event === null
    ? { kind: 'ACCEPTED', events: [], unknown: [name.slice(0, 64)] }
    : { kind: 'ACCEPTED', events: [event], unknown: [] };
}
