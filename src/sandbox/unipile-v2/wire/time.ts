/** Times are told in UTC with milliseconds (unipile-v2.md §1.2). */
export function instant(at: number): string {
  return new Date(at).toISOString();
}
