import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/sandbox/clock.ts';
import { CONVERSATIONS } from '../../src/sandbox/conversations.ts';
import { Life } from '../../src/sandbox/life.ts';
import { mp4, pdf, pictureSize, png, wav } from '../../src/sandbox/media.ts';
import { inventPeople } from '../../src/sandbox/people.ts';
import { fresh, seeded } from '../../src/sandbox/random.ts';
import { answerTo, exchange, opener, type Topic } from '../../src/sandbox/texts.ts';

const TOPICS = Object.keys(CONVERSATIONS) as Topic[];

describe('the manual clock', () => {
  it('does what falls due, in order, at its time, and what follows from it', async () => {
    const clock = manualClock(0);
    const done: string[] = [];
    const note = (what: string) => () => done.push(`${what} at ${clock.now()}`);
    clock.setTimeout(note('late'), 30);
    clock.setTimeout(() => {
      note('early')();
      clock.setTimeout(note('following'), 5);
    }, 10);
    clock.setTimeout(note('never'), 12).clear();
    await clock.advance(20);
    expect(done).toEqual(['early at 10', 'following at 15']);
    await clock.advance(10);
    expect(done).toEqual(['early at 10', 'following at 15', 'late at 30']);
  });
});

describe('chance', () => {
  it('is the same for the same seed and purpose, and new each time without one', () => {
    const draw = (random: { next(): number }) => [random.next(), random.next(), random.next()];
    expect(draw(seeded('a'))).toEqual(draw(seeded('a')));
    expect(draw(seeded('a').fork('b'))).toEqual(draw(seeded('a').fork('b')));
    expect(draw(seeded('a'))).not.toEqual(draw(seeded('b')));
    expect(draw(fresh())).not.toEqual(draw(fresh()));
  });

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -50, max: 50 }), fc.nat(50), (seed, from, width) => {
        const random = seeded(seed);
        const number = random.integer(from, from + width);
        expect(number).toBeGreaterThanOrEqual(from);
        expect(number).toBeLessThanOrEqual(from + width);
        expect(Number.isInteger(number)).toBe(true);
        expect(random.shuffle([1, 2, 3, 4]).sort()).toEqual([1, 2, 3, 4]);
      }),
    );
  });
});

describe('invented people', () => {
  const people = inventPeople(seeded('people'), 400);

  it('are each somebody else, and have no mail or number that could be real', () => {
    for (const key of ['name', 'handle', 'email', 'phone'] as const) {
      expect(new Set(people.map((person) => person[key])).size).toBe(400);
    }
    for (const { handle, email, phone } of people) {
      expect(handle).toMatch(/^[a-z0-9-]+$/);
      expect(email).toMatch(/^[^@\s]+@([a-z0-9]+\.)?example\.com$/);
      expect(phone).toMatch(/^\+155501\d{5}$/);
    }
  });
});

describe('texts', () => {
  it('leave no slot open', () => {
    const random = seeded('texts');
    const speakers = { me: 'Nora', them: 'Ada' };
    for (const topic of TOPICS) {
      for (let count = 0; count < 60; count++) {
        for (const { text } of exchange(random, topic, speakers)) {
          expect(text).not.toMatch(/[{}]/);
          expect(text.length).toBeGreaterThan(0);
          expect(answerTo(random, text, speakers)).not.toMatch(/[{}]/);
        }
        expect(opener(random, speakers)).not.toMatch(/[{}]/);
      }
    }
  });

  it('answer to what was said', () => {
    const speakers = { me: 'Nora', them: 'Ada' };
    expect(answerTo(seeded('1'), 'How much would it cost?', speakers)).toMatch(/look that up|all included/);
    expect(answerTo(seeded('1'), 'Sorry, I am late', speakers)).toMatch(/worries|happen/);
  });
});

describe('media', () => {
  it('are files of their kind', () => {
    const picture = png(31, 17, [
      [1, 2, 3],
      [200, 100, 50],
    ]);
    expect(pictureSize(picture)).toEqual({ width: 31, height: 17 });
    const paper = pdf(['One (1)', 'two']).toString('latin1');
    const table = Number(/startxref\n(\d+)/.exec(paper)?.[1]);
    expect(paper.slice(table, table + 4)).toBe('xref');
    const offset = Number(/0000000000 65535 f \n(\d{10})/.exec(paper)?.[1]);
    expect(paper.slice(offset, offset + 7)).toBe('1 0 obj');
    const sound = wav(2);
    expect(sound.readUInt32LE(4)).toBe(sound.length - 8);
    expect(sound.readUInt32LE(40)).toBe(16_000);
    const film = mp4(3);
    expect(boxes(film)).toEqual(['ftyp', 'moov', 'mdat']);
  });
});

function boxes(film: Buffer): string[] {
  const names: string[] = [];
  for (let place = 0; place < film.length; place += film.readUInt32BE(place)) {
    names.push(film.toString('latin1', place + 4, place + 8));
  }
  return names;
}

describe('life', () => {
  it('does not begin before its time, goes on at its pace, and stops', async () => {
    const clock = manualClock(0);
    const life = new Life(clock, seeded('life'), true);
    const times: number[] = [];
    life.habit(60_000, 60_000, () => times.push(clock.now()));
    await clock.advance(59_999);
    expect(times).toEqual([]);
    await clock.advance(3_600_000);
    expect(times.length).toBeGreaterThan(40);
    expect(times.length).toBeLessThan(80);
    life.run(false);
    const count = times.length;
    await clock.advance(3_600_000);
    expect(times).toHaveLength(count);
  });
});
