/** An ISO-8601 instant in UTC with milliseconds, as `2026-03-01T09:00:00.000Z`. Compares as text. */
export type Instant = string;

/** Reads an instant leniently from what vendors send; null where it is none. Numbers are Unix milliseconds. */
export function toInstant(value: string | number | Date | null | undefined): Instant | null {
  if (value === null || value === undefined || value === '') return null;
  const date = value instanceof Date ? value : new Date(value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
