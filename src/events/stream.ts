import type { EventLog, LoggedEvent, Place } from './log.ts';

export type StreamItem =
  | { readonly kind: 'EVENT'; readonly logged: LoggedEvent }
  /** Sent once, where a replay has reached the head. */
  | { readonly kind: 'CAUGHT_UP'; readonly place: Place }
  /** What lies after `from`, up to and with `to`, does not come. */
  | {
      readonly kind: 'GAP';
      readonly from: Place;
      readonly to: Place;
      readonly reason: 'RETENTION' | 'SLOW_CONSUMER';
    };

export interface StreamRequest {
  /** Null: live only, from the head, without CAUGHT_UP. A place beyond the head is taken for the head. */
  readonly after: Place | null;
  /** Asked for every event; CAUGHT_UP and GAP always pass. */
  readonly wants: (logged: LoggedEvent) => boolean;
  readonly signal: AbortSignal;
  /** A reader that took nothing for so long (ms) … */
  readonly slowAfterMs: number;
  /** … while more than so many events that it wants wait is moved to the head. */
  readonly slowAfterEvents: number;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

export type Stream = AsyncGenerator<StreamItem, void, undefined>;

/** What is read ahead for a stream; a page is also bounded by its weight: see `EventLog.read`. */
const pageEvents = 256;

/**
 * What a subscription is made of: pulls from the log after its own place, as fast as its reader takes. What is appended
 * after this was called comes, whenever the reader begins. Ends at once by `return()` or the signal, also while it waits;
 * throws StorageUnavailable from `next()`.
 */
export async function openStream(log: EventLog, request: StreamRequest): Promise<Stream> {
  const head = await log.head();
  const { now = Date.now } = request;
  const ending = new AbortController();
  const end = () => {
    request.signal.removeEventListener('abort', end);
    ending.abort();
  };
  request.signal.addEventListener('abort', end);
  if (request.signal.aborted) end();

  let takenAt: number | null = null;
  let isLate = false;
  const items = pull(log, request, Math.min(request.after ?? head, head), ending.signal, () => {
    const wasLate = isLate;
    isLate = false;
    return wasLate;
  });

  const stream: Stream = {
    async next() {
      isLate ||= takenAt !== null && now() - takenAt >= request.slowAfterMs;
      try {
        return await items.next();
      } finally {
        takenAt = now();
      }
    },
    return() {
      end();
      return items.return();
    },
    throw(error) {
      end();
      return items.throw(error);
    },
    [Symbol.asyncIterator]: () => stream,
    async [Symbol.asyncDispose]() {
      await stream.return();
    },
  };
  return stream;
}

async function* pull(
  log: EventLog,
  request: StreamRequest,
  from: Place,
  signal: AbortSignal,
  wasLate: () => boolean,
): Stream {
  let place = from;
  let isCaughtUp = request.after === null;
  let page: readonly LoggedEvent[] = [];
  let taken = 0;
  while (!signal.aborted) {
    if (wasLate() && (await moreWait(log, request, place))) {
      const head = await log.head();
      page = [];
      yield { kind: 'GAP', from: place, to: head, reason: 'SLOW_CONSUMER' };
      place = head;
      continue;
    }
    const logged = page[taken];
    if (logged !== undefined) {
      taken += 1;
      place = logged.place;
      if (request.wants(logged)) yield { kind: 'EVENT', logged };
      continue;
    }
    page = await log.read(place, pageEvents);
    taken = 0;
    // Asked after reading: what was removed in between is missing from the page.
    const removedUpTo = await log.removedUpTo();
    if (place < removedUpTo) {
      page = [];
      yield { kind: 'GAP', from: place, to: removedUpTo, reason: 'RETENTION' };
      place = removedUpTo;
    } else if (page.length === 0 && !isCaughtUp) {
      isCaughtUp = true;
      yield { kind: 'CAUGHT_UP', place };
    } else if (page.length === 0) {
      await log.waitAfter(place, signal);
    }
  }
}

/** Whether more events wait than a slow reader may leave waiting. */
async function moreWait(log: EventLog, request: StreamRequest, place: Place): Promise<boolean> {
  let wanted = 0;
  for (let after = place; ; ) {
    const page = await log.read(after, pageEvents);
    for (const logged of page) {
      if (request.wants(logged)) wanted += 1;
      if (wanted > request.slowAfterEvents) return true;
      after = logged.place;
    }
    if (page.length === 0) return false;
  }
}
