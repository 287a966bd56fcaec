import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/messaging/account.ts';
import type { MessagingEvent } from '../../../src/messaging/event.ts';
import { forms, jobsEnded, textsOf, walk, world } from './world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function states(events: readonly MessagingEvent[]) {
  return events.flatMap((event) =>
    event.type === 'SYNCHRONIZATION_CHANGED' ? [[event.syncStatus, event.error?.code ?? null]] : [],
  );
}

describe.each(forms)('a refusal that need not last, through the form of %s', (form) => {
  const { poll, events, port, call, cast, chatOf, control, advance, settled, restart, notes, now } =
    world(form);
  const isPresent = form === 'workflows';
  const startRoute = isPresent ? 'POST /workflows' : 'POST /account/conversations.synchronize';
  const readRoute = isPresent ? 'POST /conversations/poll' : 'POST /account/conversations.get';
  const checkRoute = isPresent ? 'GET /workflows/{id}' : 'GET /account/results/{hash}';
  const ada = () => cast().synchronised[0] ?? '';
  const stranger = () => cast().notSynchronised;
  const follow = async (url: string) =>
    (await port().synchronizeConversations?.([url], 'LINKEDIN_CLASSIC', call()))?.[0];
  const chatIds = async () => (await walk(port().chats({}), 9, call())).map(({ chatId }) => chatId);

  it.each([
    ['outside of the working hours', { status: 403, type: 'outsideWorkingHours' }, 'PROVIDER_REJECTED'],
    ['without a word', { status: 404, body: {} }, 'NOT_FOUND'],
    ['of what was asked', { status: 422, type: 'invalidRequestPayload' }, 'INVALID_INPUT'],
  ])('%s is shown, and the conversation is tried again', async (_, fault, code) => {
    await restart({ people: [] });
    await poll();
    control().fault({ route: startRoute, ...fault });
    expect(await follow(stranger())).toMatchObject({
      chatId: chatOf(stranger()),
      status: 'FAILED',
      error: { code },
    });
    advance(10 * MINUTE);
    expect(states(await settled()).at(-1)).toEqual(['DONE', null]);
  });

  it.each([
    ['outside of the working hours', { status: 403, type: 'outsideWorkingHours' }],
    ['that knows nobody there', { status: 404, type: 'personNotFound' }],
  ])('%s, when the period is begun anew, costs nothing', async (_, fault) => {
    await restart({ people: [ada()] });
    await settled();
    advance(30 * DAY);
    control().fault({ route: startRoute, ...fault });
    expect(states(await settled())).toEqual([]);
    control().clearRequests();
    advance(20 * MINUTE);
    expect(states(await settled())).toEqual([]);
    expect(
      control()
        .requests()
        .filter(({ route }) => route === startRoute).length,
    ).toBe(1);
    control().inbound({ personUrl: ada(), text: 'still heard', at: now() });
    expect(textsOf(await events())).toEqual(['still heard']);
  });

  it('of the first read hides nobody', async () => {
    await restart({ people: [ada()] });
    control().fault({ route: readRoute, status: 404, body: {} });
    await poll();
    expect(await chatIds()).toEqual([chatOf(ada())]);
    advance(10 * MINUTE);
    await settled();
    control().inbound({ personUrl: ada(), text: 'heard', at: now() });
    expect(textsOf(await events())).toEqual(['heard']);
  });

  it('that was taken for final by an earlier release is tried again', async () => {
    await restart({ people: [stranger()] });
    await poll();
    for (const [key, text] of notes().kept) {
      if (!key.startsWith('conversation/')) continue;
      const failure = {
        code: 'NOT_FOUND',
        detail: 'x',
        retryable: false,
        providerType: null,
        providerStatus: 404,
      };
      const given = { ...JSON.parse(text), sync: 'FAILED', failure, notBefore: null, job: null } as Json;
      await notes().set(key, given);
    }
    await restart({ people: [stranger()] });
    expect(await chatIds()).toEqual([chatOf(stranger())]);
    expect(states(await settled()).at(-1)).toEqual(['DONE', null]);
  });

  it('is none where the action itself fails for a reason that nobody knows', async () => {
    await restart({ people: [] });
    await poll();
    await follow(stranger());
    const result = { success: false, error: { type: 'aNewOne' } };
    const body = isPresent
      ? { success: true, result: { workflowStatus: 'completed', completion: result } }
      : { status: 'success', completion: { standard: [{ person: stranger(), result }] } };
    control().fault({ route: checkRoute, status: 200, body });
    advance(MINUTE);
    expect(states(await events())).toEqual([['FAILED', 'PROVIDER_REJECTED']]);
    expect(await chatIds()).toEqual([]);
    advance(DAY);
    await settled();
    expect(await chatIds()).toEqual([]);
  });
});

describe('a workflow that ends for a reason that nobody knows', () => {
  const { poll, events, port, call, cast, control, advance, settled, restart } = world('workflows');

  it('is begun anew', async () => {
    await restart({ people: [] });
    await poll();
    await port().synchronizeConversations?.([cast().notSynchronised], 'LINKEDIN_CLASSIC', call());
    const result = { workflowStatus: 'failed', failure: { reason: 'aNewOne' } };
    control().fault({ route: 'GET /workflows/{id}', status: 200, body: { success: true, result } });
    advance(MINUTE);
    expect(states(await events())).toEqual([['FAILED', 'PROVIDER_REJECTED']]);
    await jobsEnded(control());
    advance(10 * MINUTE);
    expect(states(await settled()).at(-1)).toEqual(['DONE', null]);
  });
});
