import { StorageUnavailable } from '../store/store.ts';

/** A group is written in one transaction; larger ones would hold up everybody else for long. */
const maximumGroup = 256;
/** More than this cannot be waiting because of a burst: the storage does not keep up, and who waits is better told. */
const maximumWaiting = 20_000;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does together what was asked for in the same turn of the event loop or while the last group was under way: making one
 * transaction durable costs as much as making a hundred. `commit` answers one result per item, in their order; where it
 * throws, all of the group fail. Groups follow one another, in the order of asking.
 */
export function inGroups<Item, Result>(
  commit: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let isRunning = false;

  async function run(): Promise<void> {
    const group = waiting.slice(0, maximumGroup);
    waiting = waiting.slice(maximumGroup);
    try {
      const results = await commit(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    isRunning = false;
    if (waiting.length > 0) start();
  }

  function start(): void {
    if (isRunning) return;
    isRunning = true;
    // After the requests of this turn have been read, so that they come into the group.
    setImmediate(() => void run());
  }

  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= maximumWaiting) {
        reject(new StorageUnavailable(new Error(`${waiting.length} writes are waiting.`)));
        return;
      }
      waiting.push({ item, resolve, reject });
      start();
    });
}
