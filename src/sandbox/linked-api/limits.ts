import { LinkedApiError } from './errors.ts';
import type { ExecutedAction } from './world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const PERIOD_MS = { daily: DAY_MS, weekly: 7 * DAY_MS, monthly: 30 * DAY_MS } as const;

/** The categories (linked-api.md §10), and of those that the sandbox has, what counts. */
const COUNTED = {
  stPersonProfileViews: 'st.openPersonPage',
  stCompanyPageViews: null,
  stConnectionRequests: null,
  stMessages: 'st.sendMessage',
  stSearchQueries: null,
  stReactions: null,
  stComments: null,
  stPosts: null,
  nvPersonProfileViews: 'nv.openPersonPage',
  nvCompanyPageViews: null,
  nvMessages: 'nv.sendMessage',
} as const;

/** How often an account may do a thing. The sandbox counts, and refuses only by its switch `limitExceeded`. */
export interface Limit {
  category: keyof typeof COUNTED;
  period: keyof typeof PERIOD_MS;
  maxValue: number;
  isEnabled: boolean;
}

export function defaultLimits(): Limit[] {
  return [{ category: 'stMessages', period: 'daily', maxValue: 50, isEnabled: true }];
}

/** How many of these actions count for the limit now (milliseconds since 1970): periods end now, as far as is known. */
export function usageOf(
  { category, period }: Limit,
  executed: readonly ExecutedAction[],
  now: number,
): number {
  return executed.filter(
    ({ actionType, at }) => actionType === COUNTED[category] && at > now - PERIOD_MS[period],
  ).length;
}

export function withLimits(limits: readonly Limit[], change: readonly Limit[]): Limit[] {
  return [...withoutLimits(limits, change), ...change];
}

export function withoutLimits(
  limits: readonly Limit[],
  gone: readonly Pick<Limit, 'category' | 'period'>[],
): Limit[] {
  return limits.filter(
    ({ category, period }) => !gone.some((one) => one.category === category && one.period === period),
  );
}

/** Throws invalidRequestPayload. */
export function readLimits(value: unknown): Limit[] {
  return readNames(value).map((entry) => {
    const { category, period, maxValue, isEnabled = true } = entry as Limit;
    if (!Number.isInteger(maxValue) || maxValue < 0)
      throw malformed('maxValue is a whole number, 0 or more.');
    if (typeof isEnabled !== 'boolean') throw malformed('isEnabled is true or false.');
    return { category, period, maxValue, isEnabled };
  });
}

/** By what limits are told apart. Throws invalidRequestPayload. */
export function readNames(value: unknown): Pick<Limit, 'category' | 'period'>[] {
  if (!Array.isArray(value)) throw malformed('limits is an array.');
  for (const entry of value) {
    if (!Object.hasOwn(COUNTED, String(entry?.category))) throw malformed('There is no such category.');
    if (!Object.hasOwn(PERIOD_MS, String(entry?.period)))
      throw malformed('period is daily, weekly or monthly.');
  }
  return value;
}

function malformed(message: string): LinkedApiError {
  return new LinkedApiError('invalidRequestPayload', message);
}
