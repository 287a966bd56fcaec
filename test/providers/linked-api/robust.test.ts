import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../../src/messaging/errors.ts';
import { failing, vendor } from '../support.ts';
import { created, firstMessage, forms, textsOf, walk, world } from './world.ts';

/** Places in an answer, each as the keys that lead there. */
function places(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [[...at, key], ...places(part, [...at, key])]);
}

const odd = fc.constantFrom<unknown>(undefined, null, 0, true, '', 'something else', [], {}, [null], {
  id: 7,
});

function changed(answer: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  const holder = answer as Record<string, unknown>;
  if (rest.length > 0) holder[key] = changed(holder[key], rest, value);
  else holder[key] = value;
  return answer;
}

describe.each(forms)('odd answers through the form of %s', (form) => {
  const {
    poll,
    events,
    port,
    call,
    cast,
    chatOf,
    control,
    settled,
    restart,
    truth,
    now,
    kit,
    routes,
    advance,
  } = world(form);
  const readRoute = form === 'workflows' ? 'POST /conversations/poll' : 'POST /account/conversations.get';
  const ada = () => cast().synchronised[0] ?? '';

  it('cost what they are about and no more: 200 changed reads', { timeout: 60_000 }, async () => {
    const chatId = chatOf(ada());
    const whole = await walk(port().messages(chatId, {}), 100, call());
    await fc.assert(
      fc.asyncProperty(fc.nat(), odd, async (pick, value) => {
        let place: string[] = [];
        control().fault({
          route: readRoute,
          rewrite: (answer) => {
            const all = places(answer);
            place = all[pick % all.length] ?? [];
            return changed(answer, place, value);
          },
        });
        advance(10_000);
        const items = await walk(port().messages(chatId, {}), 100, call()).catch((error: unknown) => {
          if (error instanceof FailureError) return null;
          throw error;
        });
        const messages = place.indexOf('messages');
        if (messages !== -1 && messages < place.length - 1) {
          const known = new Set(items?.map(({ messageId }) => messageId));
          const missing = whole.filter(({ messageId }) => !known.has(messageId));
          expect(missing.length).toBeLessThanOrEqual(1);
        } else {
          // What is there is whole, or it is said that it could not be read; an empty list must have been one.
          const isEmptied = place.at(-1) === 'messages' && Array.isArray(value);
          if (items !== null && !isEmptied) expect(items.length).toBe(whole.length);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never make a poll lose anything for good: 60 changed polls', { timeout: 60_000 }, async () => {
    await settled();
    const said: string[] = [];
    const found: (string | null | undefined)[] = [];
    await fc.assert(
      fc.asyncProperty(fc.nat(), odd, async (pick, value) => {
        said.push(`number ${said.length}`);
        control().inbound({ personUrl: ada(), text: said.at(-1) ?? '', at: now() + said.length * 1000 });
        control().fault({
          route: readRoute,
          rewrite: (answer) => {
            // A text that was changed on the way is told as it came.
            const all = places(answer).filter(
              (place) => !['text', 'sender', 'id', 'time'].includes(place.at(-1) ?? ''),
            );
            return changed(answer, all[pick % all.length] ?? ['x'], value);
          },
        });
        for (let polls = 0; polls < 2; polls += 1) {
          found.push(...textsOf(await events().catch(() => [])));
          advance(10_000);
        }
        control().clearFaults();
      }),
      { numRuns: 60 },
    );
    for (let polls = 0; polls < 25; polls += 1) found.push(...textsOf(await events()));
    expect(found.filter((text) => said.includes(text ?? '')).sort()).toEqual([...said].sort());
  });

  it.each([
    ['errors that come with status 200', { errorsWithStatus200: true }],
    ['addresses echoed in their usual form', { canonicalEcho: true }],
    ['answers of before May 2026', { idOnlyAnswers: true }],
    ['arrays that nobody asked for', { emptyArrays: true }],
    ['result links that need no tokens', { openResultLinks: true }],
  ])('with %s, all goes as usual', async (_, switches) => {
    control().switches(switches);
    const { synchronised, notSynchronised, nobody } = cast();
    await restart({ people: [...synchronised.slice(0, 2), notSynchronised, nobody] });
    await settled();
    const chat = await port().chat(chatOf(notSynchronised), call());
    if (chat === null) throw new Error('There is no such chat.');
    await port().send(chat, { text: 'As usual', attachments: [], replyTo: null }, call());
    expect(textsOf(await events())).toEqual(['As usual']);
    expect(await walk(port().messages(chatOf(nobody), {}), 5, call())).toEqual([]);
    const refused = await failing(
      port().startChat?.({ ...firstMessage, recipientIds: [cast().unreachable], text: 'Hello' }, call()) ??
        poll(),
    );
    expect(refused.code).toBe('RECIPIENT_UNREACHABLE');
  });

  it('reads people who are written in any spelling', async () => {
    const [one = '', other = ''] = cast().synchronised;
    const odd = [
      `${one.replace('https://www.', 'http://de.')}/?x=1`,
      other.toUpperCase().replace('HTTPS', 'https'),
    ];
    await restart({ people: odd });
    await poll();
    control().inbound({ personUrl: other, text: 'to the other', at: now() });
    const [event] = created(await events());
    expect(event).toMatchObject({ chatId: chatOf(other), message: { text: 'to the other' } });
    const chat = await port().chat(chatOf(one), call());
    expect(chat?.attendees?.[0]).toMatchObject({ attendeeId: one, profileUrl: odd[0] });
  });

  it('leaves out one message that cannot be read, and says so in the log', async () => {
    control().fault({
      route: readRoute,
      rewrite: (answer) => {
        const [place = []] = places(answer).filter((path) => path.at(-1) === 'id');
        return changed(answer, place, 12);
      },
    });
    const read = await walk(port().messages(chatOf(ada()), {}), 100, call());
    expect(read.length).toBe(truth(ada()).messages.length - 1);
    expect(kit().warnings.length).toBe(1);
    expect(JSON.stringify(kit().warnings)).not.toContain(truth(ada()).messages[0]?.text);
  });

  it('asks again where the vendor breaks down, at most three times', async () => {
    control().fault({ route: readRoute, status: 502, times: 2 });
    expect((await walk(port().messages(chatOf(ada()), {}), 100, call())).length).toBeGreaterThan(0);
    expect(routes().length).toBe(3);
  });
});

describe('result links', () => {
  const { port, call, cast, control, restart, advance } = world('conversations', { people: [] });
  const follow = (url: string) => port().synchronizeConversations?.([url], 'LINKEDIN_CLASSIC', call());

  it.each(['elsewhere', 'another port', 'credentials', 'outside', 'no link'])(
    'that lead to %s are not followed',
    async (where) => {
      const trap = await vendor((_, response) => response.end('{}'));
      control().fault({
        route: 'POST /account/conversations.synchronize',
        rewrite: () => ({ status: 'processing', process: { resultLink: linkTo(where, trap.url) } }),
      });
      await follow(cast().notSynchronised);
      control().clearRequests();
      advance(10_000);
      await port().changes?.(null, call());
      expect(trap.requests).toEqual([]);
      expect(
        control()
          .requests()
          .filter(({ method }) => method === 'GET'),
      ).toEqual([]);
    },
  );

  function linkTo(where: string, trap: string): string {
    const base = control().requests().at(-1)?.headers.host ?? '';
    switch (where) {
      case 'elsewhere':
        return `${trap}/account/results/abc`;
      case 'another port':
        return 'http://127.0.0.1:1/account/results/abc';
      case 'credentials':
        return `http://user:password@${base}/account/results/abc`;
      case 'outside':
        return `http://${base}/account/../admin/accounts.getAll`;
      default:
        return 'no link';
    }
  }

  it('are followed for a read that takes its time', async () => {
    await restart({ people: [cast().synchronised[0] ?? ''] });
    control().fault({
      route: 'POST /account/conversations.get',
      rewrite: (answer, request) => {
        const resultLink = `http://${request.headers.host}/account/results/abc`;
        const accepted = { status: 'processing', process: { message: 'Wait.', resultLink } };
        const route = 'GET /account/results/{hash}';
        control().fault({ route, status: 200, body: accepted, times: 2 });
        control().fault({ route, status: 200, body: answer });
        return accepted;
      },
    });
    const chatId = `st:${cast().synchronised[0]?.split('/').at(-1)}`;
    expect((await walk(port().messages(chatId, {}), 100, call())).length).toBeGreaterThan(0);
  });
});
