import type { Random } from './random.ts';
import { announcement, exchange, type Line, type Speakers, type Topic } from './texts.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export interface DatedLine extends Line {
  at: number;
}

/**
 * So many lines, oldest first, the last at `lastAt`. They come in exchanges: minutes between the lines of one, hours or days
 * between one and the next.
 */
export function history(
  random: Random,
  topic: Topic,
  speakers: Speakers,
  length: number,
  lastAt: number,
): DatedLine[] {
  const exchanges: Line[][] = [];
  for (let count = 0; count < length; ) {
    const lines = nextLines(random, topic, speakers);
    exchanges.push(lines);
    count += lines.length;
  }
  // A long history lies close together, so that all of them span about a year.
  const longestPause = Math.min(12 * 24 * HOUR, (400 * 24 * HOUR) / exchanges.length);
  let at = lastAt;
  const dated: DatedLine[] = [];
  for (const lines of exchanges) {
    for (const line of [...lines].reverse()) {
      dated.push({ ...line, at });
      at -= random.integer(15 * SECOND, 6 * MINUTE);
    }
    at -= random.integer(6 * HOUR, Math.max(7 * HOUR, 2 * longestPause - 6 * HOUR));
  }
  return dated.slice(0, length).reverse();
}

function nextLines(random: Random, topic: Topic, speakers: Speakers): Line[] {
  if (topic !== 'sponsored' && topic !== 'channel') return exchange(random, topic, speakers);
  return [{ fromOwner: false, text: announcement(random, topic, speakers) }];
}

/** When the chat with this place in the inbox (0: first) was last active. */
export function lastActivity(now: number, place: number): number {
  if (place <= 40) return now - 4 * MINUTE - place * 20 * MINUTE;
  return Math.round(now - 14 * HOUR * 1.02 ** (place - 40));
}
