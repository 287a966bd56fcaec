import { expect, it } from 'vitest';
import { caughtUp, eventsOf, type SeenEvent } from '../../whole-way/listening.ts';
import { plainChat } from './samples.ts';
import type { Stage } from './stage.ts';

const select = `__typename id
  ... on ChatEvent { account { id } chatId }
  ... on MessageCreated { messageId message { text direction } }
  ... on MessageEdited { messageId message { text direction } }
  ... on MessageDeleted { messageId }
  ... on MessageRead { reader { providerId isSelf } }
  ... on MessageDelivered { messageId }
  ... on MessageReacted { messageId removed attendee { providerId isSelf } }
  ... on AccountStatusChanged { account { id } status }
  ... on SynchronizationChanged { account { id } chat { id } syncStatus }`;

/** An event arrives for everything that happens and can be told, once. */
export function happenings(stage: Stage): void {
  const seen: SeenEvent[] = [];

  it('one event for each, in order', async () => {
    const events = await caughtUp(stage, { select });
    for (const { name, isFound, happen } of stage.behind.happenings(plainChat(stage))) {
      const told = await happen();
      if (!isFound) await stage.behind.look();
      const event = await events.next();
      seen.push(event);
      expect({ name, ...event }).toMatchObject({ name, ...told });
    }
    // The same again, as the log tells it to somebody who comes later: nothing came twice in the meantime.
    const replayed = await eventsSince(stage, seen[0]?.id ?? '');
    expect(replayed.map(({ id }) => id)).toEqual(seen.slice(1).map(({ id }) => id));
  });

  it('no message that was there before it started', async () => {
    const replayed = await eventsSince(stage, stage.beginning);
    expect(replayed.filter(isNew).map(({ id }) => id)).toEqual(seen.filter(isNew).map(({ id }) => id));
  });
}

const isNew = ({ __typename: type }: SeenEvent) => type === 'MessageCreated';

/** What somebody is told who was away since then. */
export async function eventsSince(stage: Stage, after: string): Promise<SeenEvent[]> {
  const events = await eventsOf(stage, { after, select });
  const replayed: SeenEvent[] = [];
  for (;;) {
    const event = await events.next();
    if (event.__typename === 'CaughtUp') return replayed;
    replayed.push(event);
  }
}
