import { describe, expect, it } from 'vitest';
import { failing } from '../support.ts';
import { firstMessage, forms, textsOf, walk, world } from './world.ts';

describe.each(forms)('a chat whose start the gateway did not survive, through the form of %s', (form) => {
  const { poll, port, call, cast, chatOf, control, settled, restart, notes } = world(form, { people: [] });
  const sendRoute = form === 'workflows' ? 'POST /workflows' : 'POST /account/conversations.sendMessage';
  const start = (recipientId: string) =>
    port().startChat?.({ ...firstMessage, recipientIds: [recipientId] }, call()) ??
    Promise.reject(new Error('it cannot'));
  const chatIds = async () => (await walk(port().chats({}), 9, call())).map(({ chatId }) => chatId);

  it('is there after the restart, and what was said is told', async () => {
    const url = cast().notSynchronised;
    await poll();
    let kept = new Map<string, string>();
    control().fault({
      route: sendRoute,
      rewrite: (answer) => {
        kept = new Map(notes().kept);
        return answer;
      },
    });
    await start(url);
    // The gateway ended before it heard the answer.
    notes().kept.clear();
    for (const [key, text] of kept) notes().kept.set(key, text);
    await restart({ people: [] });
    expect(textsOf(await settled())).toEqual(['Nice to meet you.']);
    expect(await chatIds()).toEqual([chatOf(url)]);
  });

  it.each([
    ['was refused', { status: 403, type: 'outsideWorkingHours' }],
    ['could not be said to anybody', null],
  ])('is not there where it %s before', async (_, fault) => {
    await poll();
    if (fault !== null) control().fault({ route: sendRoute, ...fault });
    await failing(start(fault === null ? cast().unreachable : cast().notSynchronised));
    await restart({ people: [] });
    await settled();
    expect(await chatIds()).toEqual([]);
    expect([...notes().kept.keys()].filter((key) => key.startsWith('handover/'))).toEqual([]);
  });

  it('is left alone by a poll while it is under way', async () => {
    await poll();
    let polled: Promise<unknown> = Promise.resolve();
    control().fault({
      route: sendRoute,
      rewrite: (answer) => {
        polled = poll();
        return answer;
      },
    });
    await failing(start(cast().unreachable));
    await polled;
    expect(await chatIds()).toEqual([]);
  });
});
