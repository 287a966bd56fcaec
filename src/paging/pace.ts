/**
 * How fast a list moves under its walk: places that the anchor moved down from one request to the next, averaged, with
 * the mean deviation, as TCP estimates round trips. So a busy list is asked where the anchor will be.
 */
export interface Pace {
  readonly rate: number;
  readonly deviation: number;
}

/** How much one request weighs against all before it. */
const SMOOTHING = 1 / 8;

/** After the anchor moved down by so many places in so many requests. */
export function paceAfter(pace: Pace | null, shift: number, requests: number): Pace {
  const rate = shift / requests;
  if (pace === null) return { rate, deviation: Math.sqrt(Math.abs(rate)) };
  const weight = 1 - (1 - SMOOTHING) ** requests;
  const error = rate - pace.rate;
  return {
    rate: pace.rate + weight * error,
    deviation: pace.deviation + weight * (Math.abs(error) - pace.deviation),
  };
}
