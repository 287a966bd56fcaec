import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../../src/sandbox/clock.ts';
import { type LinkedApiSandbox, startLinkedApi } from '../../../src/sandbox/linked-api/server.ts';
import { type Answer, clientOf } from './support.ts';

const clock = manualClock();
let sandbox: LinkedApiSandbox;
beforeAll(async () => {
  sandbox = await startLinkedApi({ clock, life: false, port: 0, switches: { jobMs: 30_000 } });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const { post, get } = clientOf(() => sandbox);
type Shown = Record<string, unknown>;

/** All that a synchronisation and a read show on the way. */
async function story() {
  const personUrl = sandbox.cast.notSynchronised;
  const action = { actionType: 'st.syncConversation', personUrl };
  const { result: started } = await post<Answer<Shown>>('/workflows', action);
  const shown = async () => (await get<Answer<Shown>>(`/workflows/${started.workflowId}`)).body.result;
  const pending = await shown();
  await clock.advance(1000);
  const running = await shown();
  await clock.advance(29_000);
  const completed = await shown();
  const polled = await post<Answer<(Shown & { messages: Shown[] })[]>>('/conversations/poll', [
    { personUrl, type: 'st' },
  ]);
  const [conversation] = polled.result;
  if (conversation === undefined) throw new Error('Nothing was read.');
  return { started, pending, running, completed, conversation };
}

const keys = (value: object | undefined) => Object.keys(value ?? {}).sort();

describe('the present form', () => {
  it('tells since May 2026 why a workflow waits, until when a conversation is followed, and threads', async () => {
    const { started, pending, running, completed, conversation } = await story();
    const text = expect.any(String);
    expect(started).toMatchObject({ workflowStatus: 'pending', message: text, pendingReason: 'queued' });
    expect(pending).toMatchObject({ workflowStatus: 'pending', message: text, pendingReason: 'queued' });
    expect(running).toMatchObject({ workflowStatus: 'running', message: text });
    expect(running).not.toHaveProperty('pendingReason');
    const { syncUntil } = conversation;
    expect(completed).toMatchObject({ completion: { success: true, data: { syncUntil } } });
    expect(Date.parse(`${syncUntil}`) - clock.now()).toBe(30 * 24 * 3_600_000);
    expect(keys(conversation.messages[0])).toEqual(['id', 'sender', 'text', 'threadId', 'time']);
  });

  it('told less before', async () => {
    sandbox.control.switches({ idOnlyAnswers: true });
    const { started, pending, running, completed, conversation } = await story();
    expect(keys(started)).toEqual(['workflowId']);
    for (const state of [pending, running]) expect(keys(state)).toEqual(['workflowId', 'workflowStatus']);
    expect(completed.completion).toEqual({ actionType: 'st.syncConversation', success: true });
    expect(keys(conversation)).toEqual(['messages', 'personUrl', 'type']);
    expect(keys(conversation.messages[0])).toEqual(['id', 'sender', 'text', 'time']);
  });

  it('reads the inbox of a channel, a thread or a time, and nothing that makes no sense', async () => {
    const [one = ''] = sandbox.cast.salesNavigator;
    await post('/workflows', [{ actionType: 'st.syncInbox' }, { actionType: 'nv.syncInbox' }]);
    await clock.advance(31_000);
    const from = new Date(clock.now() + 60_000).toISOString();
    sandbox.control.inbound({ personUrl: one, text: 'Standard' });
    await clock.advance(60_000);
    sandbox.control.inbound({ personUrl: one, text: 'Sales', channel: 'nv' });
    const inbox = (query: object) =>
      post<Answer<{ messages: { text: string; threadId: string }[] }>>('/inbox/poll', query);
    const texts = async (query: object) => (await inbox(query)).result.messages.map(({ text }) => text);
    expect(await texts({})).toEqual(['Sales', 'Standard']);
    expect(await texts({ type: 'st' })).toEqual(['Standard']);
    expect(await texts({ since: from })).toEqual(['Sales']);
    const { threadId } = (await inbox({ type: 'nv' })).result.messages[0] ?? {};
    expect(await texts({ threadId })).toEqual(['Sales']);
    for (const wrong of [{ since: 'yesterday' }, { type: 'mail' }, { threadId: 7 }]) {
      expect((await inbox(wrong)).error?.type).toBe('invalidRequestPayload');
    }
  });
});

describe('the admin routes', () => {
  // linked-api.md §10: documented, unlike the pace of all others.
  it('answer 100 requests in 60 seconds', async () => {
    const list = async () =>
      (await post<Answer<unknown>>('/admin/accounts.getAll', {})).error?.type ?? 'answered';
    for (let count = 0; count < 100; count += 1) expect(await list()).toBe('answered');
    expect(await list()).toBe('tooManyRequests');
    expect((await get<Answer<unknown>>('/account')).status).toBe(200);
    await clock.advance(60_001);
    expect(await list()).toBe('answered');
  });
});
