import type { Position } from '../messaging/page.ts';
import type { Trail } from './mark.ts';

/** Where a source was left: enough to find the place again in a list that moved meanwhile. */
export interface Place {
  /** Begin of a page in which the item taken last was found, or which follows it; null: the beginning of the list. */
  readonly position: Position | null;
  /** Of the item taken last, counted from that begin; -1: it lies before it. */
  readonly index: number;
  /** Empty: nothing was taken yet. */
  readonly trail: Trail;
}

/** Notices a list that goes in a circle, however long it is, by comparing with one remembered pair of items (R. P. Brent). */
export interface Circle {
  readonly steps: number;
  readonly landmark: number;
}

/** What a cursor holds of one source. */
export interface SourceState {
  /** Null: not begun, or ended. */
  readonly place: Place | null;
  readonly ended: boolean;
  /** The newest items when its walk began, all of one time; null where there was none with a time. */
  readonly top: Trail | null;
  /** The `top` of the round before: later rounds take only what is newer, or came to the same time meanwhile. */
  readonly floor: Trail | null;
  readonly circle: Circle;
}

/** What was shown last, in the list as a whole. */
export interface LastShown {
  /** Hash of the name of the last item's source. */
  readonly source: number;
  readonly trail: Trail;
}

/** What a cursor holds: the state of the walk behind its edge. */
export interface WalkState {
  /** 48 random bits that name the walk, so that walks share no memory. */
  readonly walk: number;
  /** 0: the list itself; then what moved up while the round before was walked. */
  readonly round: number;
  /** Pages in a row without any item, because what remains fails or answers nothing. */
  readonly stalled: number;
  readonly last: LastShown | null;
  /** By the hash of the source's name; a source that has not begun may be left out. */
  readonly sources: ReadonlyMap<number, SourceState>;
}

export const noCircle: Circle = { steps: 0, landmark: 0 };
export const notBegun: SourceState = { place: null, ended: false, top: null, floor: null, circle: noCircle };

/** Whether there is anything to remember of a source. */
export function hasBegun(state: SourceState): boolean {
  return state.place !== null || state.ended || state.top !== null || state.floor !== null;
}

/** The circle after one more item, and whether it is closed: the same two items followed each other before. */
export function stepCircle(
  circle: Circle,
  trail: Trail,
): { readonly circle: Circle; readonly closed: boolean } {
  const [previous, last] = trail.slice(-2);
  if (previous === undefined || last === undefined) return { circle, closed: false };
  const pair = (previous.hash * 31 + last.hash) % 2 ** 40;
  const steps = circle.steps + 1;
  if (pair === circle.landmark && circle.steps > 0) return { circle, closed: true };
  // Powers of two: the landmark is set anew at ever longer distances, so that it comes to lie in any circle.
  return {
    circle: { steps, landmark: Number.isInteger(Math.log2(steps)) ? pair : circle.landmark },
    closed: false,
  };
}
