import { type Mark, sameMark, type Trail } from './mark.ts';

/**
 * Where the trail is in a page: the index of its last item that is still there and did not move; null where none is.
 * Items that did not move stand in the trail's order and at most as far apart as they were (what is new comes on top,
 * never between), so one that moved without a new time, as a pinned chat does, is outvoted by the rest.
 */
export function findTrail(marks: readonly Mark[], trail: Trail): number | null {
  const found = trail.flatMap((mark, step) => {
    const index = marks.findLastIndex((candidate) => sameMark(candidate, mark));
    return index < 0 ? [] : [{ step, index }];
  });
  let best: { votes: number; index: number } | null = null;
  for (const one of found) {
    const votes = found.filter((other) => agree(one, other)).length;
    if (best === null || votes >= best.votes) best = { votes, index: one.index };
  }
  return best?.index ?? null;
}

interface Found {
  /** Its place in the trail. */
  readonly step: number;
  /** Its place in the page. */
  readonly index: number;
}

function agree(one: Found, other: Found): boolean {
  if (one.step === other.step) return true;
  const [earlier, later] = one.step < other.step ? [one, other] : [other, one];
  const distance = later.index - earlier.index;
  return distance > 0 && distance <= later.step - earlier.step;
}

/**
 * Where a list goes on behind a trail that is gone, by time: the cut with the fewest items on the wrong side of it (none
 * in a list that is newest first), the earlier one of equals, which repeats rather than loses. Null: there are no times.
 */
export function cutByTime(marks: readonly Mark[], trail: Trail): number | null {
  const time = trail.at(-1)?.time ?? null;
  if (time === null || marks.every((mark) => mark.time === null)) return null;
  const before = marks.map(
    (mark) =>
      mark.time !== null &&
      (mark.time > time || (mark.time === time && trail.some((passed) => sameMark(passed, mark)))),
  );
  let wrong = before.filter(Boolean).length;
  let best = { cut: 0, wrong };
  before.forEach((isBefore, index) => {
    wrong += isBefore ? -1 : 1;
    if (wrong < best.wrong) best = { cut: index + 1, wrong };
  });
  return best.cut;
}
