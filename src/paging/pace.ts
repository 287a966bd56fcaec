/**
 * How fast a list moves under its walk: places that the anchor moved down from one request to the next, averaged, with
 * the mean deviation, as TCP estimates round trips. So a busy list is asked where the anchor will be.
 */
export interface Pace {
  readonly rate: number;
  readonly deviation: number;
}

const SMOOTHING = 1 / 8;

export function paceAfter(pace: Pace | null, rate: number): Pace {
  if (pace === null) return { rate, deviation: Math.sqrt(Math.abs(rate)) };
  const error = rate - pace.rate;
  return {
    rate: pace.rate + SMOOTHING * error,
    deviation: pace.deviation + SMOOTHING * (Math.abs(error) - pace.deviation),
  };
}
