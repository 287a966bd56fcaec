import type { AccountStatus } from '../../src/messaging/account.ts';
import type { MessagingEvent } from '../../src/messaging/event.ts';
import type { Message } from '../../src/messaging/message.ts';
import type { AccountPort } from '../../src/messaging/provider.ts';
import { openThrift } from '../../src/reading/thrifty.ts';
import { accountOf, caller, chatOf, FakeProvider, fakeEvents } from './fakes.ts';

export const at = '2026-03-01T09:00:00.000Z';
export const a = accountOf('sales', 'a');
export const b = accountOf('sales', 'b');
export const c1 = chatOf(a, 'c1');
export const c2 = chatOf(a, 'c2');

/** Two accounts of one connection behind a thrift, with its clock and its news in the test's hands. */
export function thrifty() {
  const upstream = new FakeProvider('sales', 'a', 'b');
  const events = fakeEvents();
  const state = { now: 0, pushes: true, status: 'CONNECTED' as AccountStatus };
  const thrift = openThrift({
    events,
    directory: { account: (ref) => ({ ...a, ...ref, status: state.status }) },
    pushes: () => state.pushes,
    now: () => state.now,
  });
  const provider = thrift.wrap(upstream);
  const ports = { a: provider.open(a), b: provider.open(b) };
  /** What is asked upstream while the test reads. */
  const asks = async (read: () => Promise<unknown>) => {
    upstream.asked = [];
    await read();
    return upstream.asked;
  };
  return { upstream, events, state, thrift, provider, ports, asks };
}

/** Everything that a port keeps, by name. */
export const reads: Record<string, (port: AccountPort) => Promise<unknown> | undefined> = {
  owner: (port) => port.owner(caller().call),
  inboxes: (port) => port.inboxes(caller().call),
  chats: (port) => port.chats({ unread: true }).fetch(null, 20, caller().call),
  chat: (port) => port.chat('c1', caller().call),
  messages: (port) => port.messages('c1', {}).fetch({ at: 'cursor', cursor: 'x' }, 20, caller().call),
  message: (port) => port.message('c1', 'm1', caller().call),
  members: (port) => port.attendeesOf(c1).fetch(null, 20, caller().call),
  attendees: (port) => port.attendees?.().fetch(null, 20, caller().call),
  attendee: (port) => port.attendee?.('ada', caller().call),
};
export const allReads = Object.keys(reads);

/** The names of those reads that go upstream again after the change. */
export async function askedAgain(
  { ports, asks }: ReturnType<typeof thrifty>,
  change: () => unknown,
): Promise<string[]> {
  const again: string[] = [];
  for (const read of Object.values(reads)) await read(ports.a);
  await change();
  for (const [name, read] of Object.entries(reads)) {
    if ((await asks(async () => read(ports.a))).length > 0) again.push(name);
  }
  return again;
}

export function created(message: Message): MessagingEvent & { type: 'MESSAGE_CREATED' } {
  const { accountId, chatId, messageId, sentAt } = message;
  return { type: 'MESSAGE_CREATED', at: sentAt, isBackfill: false, accountId, chatId, messageId, message };
}
