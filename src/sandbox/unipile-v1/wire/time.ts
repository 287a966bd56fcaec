/** ISO 8601, UTC, with milliseconds (unipile-v1.md §2.2). */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The vendor's numbers for yes and no (unipile-v1.md §2.3). */
export function bit(value: boolean): 0 | 1 {
  return value ? 1 : 0;
}
