import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/wait.ts';
import { CONNECTION, startApart } from './apart.ts';
import { killAgainAndAgain } from './kill-nine/run.ts';
import { startProcess } from './process.ts';
import { find, globalIds, mutate, requestsAsked } from './support.ts';

describe('a gateway that is killed (SIGKILL)', () => {
  it('has every webhook that it answered 200, once, however often it is killed', async () => {
    const { acknowledged, inTheLog, afterRepeats, posted } = await killAgainAndAgain(3);
    expect(acknowledged.length).toBeGreaterThan(100);
    expect(acknowledged.filter((id) => !inTheLog.includes(id))).toEqual([]);
    expect(new Set(inTheLog).size).toBe(inTheLog.length);
    expect(afterRepeats.slice(0, inTheLog.length)).toEqual(inTheLog);
    expect([...afterRepeats].sort()).toEqual([...posted].sort());
  }, 90_000);

  it('in the middle of a send does not send again', async () => {
    const apart = await startApart();
    onTestFinished(() => apart.close());
    const { control } = apart.sandbox.unipileV1;
    const ids = globalIds(CONNECTION);
    const chat = find(
      control.truth().chats,
      ({ account_type, type }) => account_type === 'TELEGRAM' && type === 0,
    );
    const send = () =>
      mutate(
        apart.graphql,
        'sendMessage',
        { chatId: ids.chat(chat), text: 'Only once', clientMessageId: 'once' },
        'message { text }',
      );
    const sends = () =>
      requestsAsked(control).filter(({ route }) => route === 'POST /chats/{chat_id}/messages').length;

    const gateway = await startProcess(apart);
    control.fault({ route: 'POST /chats/{chat_id}/messages', afterWork: true, hang: true });
    const asked = send().catch(() => 'nobody answers');
    await eventually('the vendor has it', () =>
      control.truth().messages.some(({ text }) => text === 'Only once'),
    );
    await gateway.kill('SIGKILL');
    expect(await asked).toBe('nobody answers');

    const next = await startProcess(apart);
    onTestFinished(async () => void (await next.kill('SIGKILL')));
    const again = await send();
    expect(again).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: false });
    expect(await send()).toEqual(again);
    expect(sends()).toBe(1);
    expect(control.truth().messages.filter(({ text }) => text === 'Only once')).toHaveLength(1);
  }, 60_000);
});
