const LONGEST_MS = 24 * 60 * 60_000;

/** Milliseconds that a Retry-After header asks to wait, at most a day; null where it is absent or makes no sense. */
export function retryAfterMs(value: string | null, now: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_MS);
  // Date.parse alone reads a year into almost anything.
  if (!/^[A-Z][a-z]{2},? .+ GMT$/.test(text)) return null;
  const waitMs = Date.parse(text) - now;
  return waitMs >= 0 ? Math.min(waitMs, LONGEST_MS) : null;
}
