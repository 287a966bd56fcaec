/** How far apart an account's sends were; the vendor asks for 10 to 20 seconds (unipile-v2.md §3.4). */
export class Pacing {
  private readonly sends = new Map<string, number[]>();

  note(accountId: string, at: number): void {
    this.sends.set(accountId, [...(this.sends.get(accountId) ?? []), at]);
  }

  /** Milliseconds between one send and the next, by account. */
  gaps(): Record<string, number[]> {
    const gaps = [...this.sends].map(([id, times]) => [
      id,
      times.slice(1).map((at, index) => at - (times[index] ?? at)),
    ]);
    return Object.fromEntries(gaps);
  }

  clear(): void {
    this.sends.clear();
  }
}
