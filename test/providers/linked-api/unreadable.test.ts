import { describe, expect, it } from 'vitest';
import { forms, textsOf, world } from './world.ts';

const SECOND = 1_000;

interface Entry {
  readonly person?: string;
  readonly personUrl?: string;
}

describe.each(forms)('what cannot be read, polled through the form of %s', (form) => {
  const { poll, pass, events, port, call, cast, control, advance, restart, now } = world(form);
  const route = form === 'workflows' ? 'POST /conversations/poll' : 'POST /account/conversations.get';
  const say = (personUrl: string, text: string, at = now()) => control().inbound({ personUrl, text, at });

  /** The vendor spoils what it says of this person, for good. */
  function spoil(url: string): void {
    const isTheirs = ({ person, personUrl }: Entry) => (personUrl ?? person) === url;
    const rewrite = (answer: unknown) => {
      const { result, completion } = answer as { result?: Entry[]; completion?: { standard?: Entry[] } };
      if (result) return { success: true, result: result.map((entry) => (isTheirs(entry) ? {} : entry)) };
      const error = { errorType: 'personNotFound', message: 'gone' };
      const standard = completion?.standard?.map((entry) =>
        isTheirs(entry) ? { ...entry, result: { success: false, error } } : entry,
      );
      return { status: 'complete', completion: { standard } };
    };
    control().fault({ route, times: -1, rewrite });
  }

  it('keeps nobody from hearing of the others, nor from hearing of them soon', async () => {
    const [one = '', other = ''] = cast().synchronised;
    await restart({ people: [one, other] });
    for (let polls = 0; polls < 4; polls += 1) await pass();
    spoil(one);
    // A poll that fails is followed by a longer pause.
    expect(await events()).toEqual([]);
    say(other, 'heard');
    expect(textsOf(await events())).toEqual(['heard']);
    expect(await events()).toEqual([]);
  });

  it('fails where it is all there is', async () => {
    const [one = ''] = cast().synchronised;
    await restart({ people: [one] });
    for (let polls = 0; polls < 4; polls += 1) await pass();
    spoil(one);
    await expect(poll()).rejects.toMatchObject({ failure: { code: expect.any(String) } });
  });

  it('for now, because the vendor asks for a pause, is said along with what others brought', async () => {
    const people = cast().synchronised;
    expect(people.length).toBeGreaterThan(10);
    await restart({ people });
    const poller = port();
    let position: string | null = null;
    // Twenty whole conversations are read in one poll, so after two all have been.
    for (let polls = 0; polls < 2; polls += 1) {
      position = (await poller.changes?.(position, call({ background: true })))?.position ?? null;
    }
    for (const url of people) say(url, 'heard', now() + SECOND);
    control().fault({ route, status: 429, retryAfter: 1_200 });
    const changes = await poller.changes?.(position, call({ background: true }));
    expect(changes?.events.length).toBeGreaterThan(0);
    expect(changes?.events.length).toBeLessThan(people.length);
    expect(changes?.pause).toMatchObject({ code: 'RATE_LIMITED', retryAt: expect.any(String) });
    advance(1_300 * SECOND);
    const rest = await poller.changes?.(changes?.position ?? null, call({ background: true }));
    expect([rest?.pause, (rest?.events.length ?? 0) + (changes?.events.length ?? 0)]).toEqual([
      undefined,
      people.length,
    ]);
  });
});
