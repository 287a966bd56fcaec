import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import type { Fault } from '../../../src/sandbox/index.ts';
import { startThree, type Three } from '../three.ts';
import { messagesOf, type Outcome, type Vendor, vendorsOf } from './vendors.ts';

/** How long a read may take in these tests. */
export const READ_SECONDS = 3;

export interface Harness {
  /** The gateway of the file's tests. */
  three(): Three;
  vendors(): readonly Vendor[];
  /** Does the same for every vendor at the same time, and fails with the first failure when all have ended. */
  each(check: (vendor: Vendor) => Promise<void>): Promise<void>;
  /** Puts the process's clock forward. */
  pass(milliseconds: number): void;
  /** Does this while no time passes, on a machine however slow. */
  still<T>(work: () => Promise<T>): Promise<T>;
  /** A chat whose messages are not kept any more; another one for each place, from 0 to 9. */
  chat(vendor: Vendor, place?: number): string;
  /** Reads the messages of such a chat. */
  read(vendor: Vendor, place?: number): Promise<Outcome>;
}

/** To be called at the top of a file. A test begins without faults, pauses and open breakers. */
export function harness(): Harness {
  let three: Three;
  let vendors: readonly Vendor[];
  let ahead = 0;
  let stillAt: number | null = null;
  let turn = 0;

  beforeAll(async () => {
    const wall = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => stillAt ?? wall() + ahead);
    three = await startThree({ timeouts: { read: READ_SECONDS } });
    await three.start();
    vendors = await vendorsOf(three);
    // As long as answers are kept.
    ahead += 5 * 60_000;
  });
  afterAll(async () => {
    await three.close();
    vi.restoreAllMocks();
  });
  beforeEach(() => {
    // Longer than any pause, and in all tests of Linked API together shorter than what is between two of its polls.
    ahead += 61_000;
    turn += 5;
    for (const { control } of vendors) {
      control.clearFaults();
      control.clearRequests();
    }
  });

  const chat: Harness['chat'] = (vendor, place = 0) =>
    vendor.chats[(turn + place) % vendor.chats.length] ?? '';
  return {
    three: () => three,
    vendors: () => vendors,
    async each(check) {
      const ends = await Promise.allSettled(vendors.map(check));
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
    pass(milliseconds) {
      ahead += milliseconds;
    },
    async still(work) {
      stillAt = Date.now();
      try {
        return await work();
      } finally {
        stillAt = null;
      }
    },
    chat,
    read: (vendor, place) => messagesOf(three, vendor, chat(vendor, place)),
  };
}

/** Breaks the list of messages. */
export function breakIt({ control, broken }: Vendor, fault: Omit<Fault, 'route'>): void {
  control.fault({ ...broken, ...fault });
}
