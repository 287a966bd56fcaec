import type { Message } from '../messaging/message.ts';
import { isTheSame, type Said, saidIn, toleranceMs } from './matching.ts';

interface Named {
  readonly chatId: string;
  readonly messageId: string;
}

/** A message of the account's owner that was given out under the vendor's id. */
export interface Sighting extends Named {
  readonly said: Said;
  /** Unix milliseconds, as the vendor tells it. */
  readonly sentAt: number;
  /** Sightings are numbered as they come. */
  readonly number: number;
}

/** A vendor's ids of messages may be unique only within their chat. */
export const nameKey = ({ chatId, messageId }: Named): string => JSON.stringify([chatId, messageId]);

/** What was given out lately under the vendor's id, and keeps it, also where it turns out to be a send of ours. */
export class Sightings {
  readonly #byName = new Map<string, Sighting>();
  #last = 0;

  /** The number of the last one: what is seen from now on has a greater one. */
  get last(): number {
    return this.#last;
  }

  /** What was sent before `horizon`, in Unix milliseconds, is of no interest any more. */
  add(messages: readonly Message[], horizon: number): void {
    for (const [name, { sentAt }] of this.#byName) if (sentAt < horizon) this.#byName.delete(name);
    for (const message of messages) {
      const sentAt = Date.parse(message.sentAt);
      if (sentAt < horizon || this.has(message)) continue;
      this.#last += 1;
      const { chatId, messageId } = message;
      const said = saidIn(message);
      this.#byName.set(nameKey(message), { chatId, messageId, said, sentAt, number: this.#last });
    }
  }

  has(message: Named): boolean {
    return this.#byName.has(nameKey(message));
  }

  /** Those in the chat that say this and may have been sent since `acceptedAt` (Unix milliseconds), oldest first. */
  of(chatId: string, said: Said, acceptedAt: number): readonly Sighting[] {
    return [...this.#byName.values()]
      .filter(
        (seen) =>
          seen.chatId === chatId &&
          isTheSame(seen.said, said) &&
          seen.sentAt >= acceptedAt - toleranceMs(seen.sentAt),
      )
      .sort((one, other) => one.sentAt - other.sentAt);
  }
}
