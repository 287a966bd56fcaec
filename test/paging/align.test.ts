import { describe, expect, it } from 'vitest';
import { cutByTime, findTrail } from '../../src/paging/align.ts';
import type { Mark } from '../../src/paging/mark.ts';

/** `a9` is the item `a` of the time 9; `a` one without a time. */
function marks(text: string): Mark[] {
  return text.split(' ').map((word) => ({
    hash: word.charCodeAt(0),
    time: word.length === 1 ? null : Number(word.slice(1)),
  }));
}

describe('a trail in a page', () => {
  it.each([
    ['where it was', 'a9 b8 c7 d6', 'b8 c7', 2],
    ['its last item deleted', 'a9 b8 d6', 'b8 c7', 1],
    ['its last item bumped to the top of the page', 'c10 a9 b8 d6', 'a9 b8 c7', 2],
    ['its last item pinned to the top, the time the same', 'd6 a9 b8 c7 e5', 'a9 b8 c7 d6', 3],
    ['an item between it deleted', 'a9 c7 d6', 'a9 b8 c7', 1],
    ['gone', 'x3 y2', 'a9 b8', null],
    ['without times', 'x a b c', 'a b', 2],
  ])('%s', (_, page, trail, index) => {
    expect(findTrail(marks(page), marks(trail))).toBe(index);
  });
});

describe('the cut of a page by time', () => {
  it.each([
    ['between newer and older', 'a9 b8 d6 e5', 'c7', 2],
    ['before all, where all are older', 'd6 e5', 'c7', 0],
    ['behind all, where all are newer', 'a9 b8', 'c7', 2],
    ['before what has the same time and was not passed', 'a9 x7 y7 d6', 'c7', 1],
    ['behind what has the same time and was passed', 'a9 b7 y7 d6', 'b7 c7', 2],
    ['with pinned items at the top', 'p1 a9 b8 d6', 'c7', 3],
    ['before items without times', 'a9 x y', 'c7', 1],
    ['nowhere, where the trail has no time', 'a9 b8', 'c', null],
    ['nowhere, where no item has', 'a b', 'c7', null],
  ])('is %s', (_, page, trail, cut) => {
    expect(cutByTime(marks(page), marks(trail))).toBe(cut);
  });
});
