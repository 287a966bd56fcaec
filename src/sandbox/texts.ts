import { CONVERSATIONS, type Topic } from './conversations.ts';
import { COMPANIES } from './people.ts';
import { ANSWERS, ITEMS, OPENERS, OTHER_ANSWERS, PLACES, SMALL_TALK } from './phrases.ts';
import type { Random } from './random.ts';

export type { Topic };

export interface Line {
  fromOwner: boolean;
  text: string;
}

/** First names that texts may mention. */
export interface Speakers {
  me: string;
  them: string;
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const SOMEBODY_ELSE = ['Jonas', 'Mila', 'Tariq', 'Freya', 'Mateo'] as const;

const EXCHANGES = Object.fromEntries(
  Object.entries(CONVERSATIONS).map(([topic, text]) => [topic, parseExchanges(text)]),
) as Record<Topic, Line[][]>;

function parseExchanges(text: string): Line[][] {
  return text
    .trim()
    .split('\n\n')
    .map((exchange) =>
      exchange.split('\n').map((line) => ({ fromOwner: line.startsWith('>'), text: line.slice(2) })),
    );
}

/** A few lines that belong together. */
export function exchange(random: Random, topic: Topic, speakers: Speakers): Line[] {
  const lines = random.pick(EXCHANGES[topic]);
  const fill = filler(random, speakers);
  const filled = lines.map(({ fromOwner, text }) => ({ fromOwner, text: fill(text) }));
  if (random.chance(0.3)) filled.push({ fromOwner: random.chance(0.5), text: random.pick(SMALL_TALK) });
  return filled;
}

/** One line of those that stand by themselves: an advertisement, an announcement. */
export function announcement(random: Random, topic: 'sponsored' | 'channel', speakers: Speakers): string {
  const lines = EXCHANGES[topic].flat().map(({ text }) => text);
  return filler(random, speakers)(random.pick(lines));
}

/** What somebody could answer to this. */
export function answerTo(random: Random, text: string, speakers: Speakers): string {
  const fitting = ANSWERS.find(([fits]) => fits.test(text))?.[1] ?? OTHER_ANSWERS;
  return filler(random, speakers)(random.pick(fitting));
}

/** What somebody writes out of the blue. */
export function opener(random: Random, speakers: Speakers): string {
  return filler(random, speakers)(random.pick(OPENERS));
}

// The same slot has the same value within one exchange.
function filler(random: Random, speakers: Speakers): (text: string) => string {
  const values: Record<string, string> = {
    ...speakers,
    them2: random.pick(SOMEBODY_ELSE),
    company: random.pick(COMPANIES),
    day: random.pick(DAYS),
    time: `${random.integer(8, 20)}:${random.pick(['00', '15', '30', '45'])}`,
    place: random.pick(PLACES),
    number: String(random.integer(3, 60)),
    item: random.pick(ITEMS),
  };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_slot, name: string) => values[name] ?? '');
  return (text) => (text.includes('{') ? fill(text) : text);
}
