import { beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock, type Sandbox, type Truth } from '../../../src/sandbox/index.ts';
import { type Api, apiOf, form, pick, sandboxFor } from '../support.ts';

const MINUTE = 60_000;

describe('the people in the sandbox', () => {
  let clock: ManualClock;
  let sandbox: Sandbox;
  let api: Api;
  let chat: Truth['chats'][number];

  beforeEach(async () => {
    clock = manualClock();
    sandbox = await sandboxFor({ clock, life: true });
    api = apiOf(sandbox);
    chat = pick(
      sandbox.unipileV1.control.truth().chats,
      ({ account_type, type }) => account_type === 'LINKEDIN' && type === 0,
    );
  });

  function messages(): Truth['messages'] {
    return sandbox.unipileV1.control.truth().messages;
  }

  async function send(text: string): Promise<string> {
    const { body } = await api('POST', `/chats/${chat.id}/messages`, form({ text }));
    return String(body.message_id);
  }

  it('get a message, read it, and answer it within one to two seconds', async () => {
    const id = await send('Thank you for yesterday!');
    const sent = () => pick(messages(), (message) => message.id === id);
    await clock.advance(400);
    expect(sent()).toMatchObject({ delivered: 1, seen: 0 });
    await clock.advance(500);
    expect(sent()).toMatchObject({ seen: 1 });
    expect(messages()[0]?.id).toBe(id);
    await clock.advance(1100);
    const [answer] = messages();
    expect(answer).toMatchObject({ chat_id: chat.id, is_sender: 0 });
    expect(answer?.text).toMatch(/welcome|any time|gladly/i);
    const after = Date.parse(answer?.timestamp ?? '') - Date.parse(sent().timestamp);
    expect(after).toBeGreaterThanOrEqual(1000);
    expect(after).toBeLessThanOrEqual(2000);
  });

  it('do nothing by themselves in the first minute, and then something about every minute', async () => {
    const before = JSON.stringify(sandbox.unipileV1.control.truth());
    await clock.advance(MINUTE - 1);
    expect(JSON.stringify(sandbox.unipileV1.control.truth())).toBe(before);
    const count = messages().length;
    await clock.advance(60 * MINUTE);
    const news = messages().slice(0, messages().length - count);
    expect(news.length).toBeGreaterThan(25);
    expect(news.length).toBeLessThan(80);
    expect(news.some(({ is_sender }) => is_sender === 1)).toBe(true);
    expect(news.some(({ is_sender }) => is_sender === 0)).toBe(true);
  });

  it('stop when they are told to, and go on', async () => {
    const { control } = sandbox.unipileV1;
    await send('Hello?');
    control.life(false);
    const before = JSON.stringify(control.truth());
    await clock.advance(10 * MINUTE);
    expect(JSON.stringify(control.truth())).toBe(before);
    control.life(true);
    await clock.advance(10 * MINUTE);
    expect(JSON.stringify(control.truth())).not.toBe(before);
  });

  it('do not answer what was deleted, nor where nobody can write', async () => {
    const id = await send('Oops');
    await api('DELETE', `/messages/${id}`);
    const count = messages().length;
    await clock.advance(3000);
    expect(messages()).toHaveLength(count);
  });
});
