import type { Message } from '../messaging/message.ts';
import { longestToleranceMs, type OpenSend, saidIn, sendOf } from './matching.ts';
import type { KnownNames, NameRows } from './name-rows.ts';
import { isOwnMessageId, ownMessageId } from './own-id.ts';
import { nameKey, Sightings } from './sightings.ts';

/** A send that is about to be made. */
export interface Sending {
  /** Of the send. */
  readonly id: string;
  /** Null for a chat that is about to be started. */
  readonly chatId: string | null;
  /** As it will be sent; null where nothing is said. */
  readonly message: Message | null;
}

/** What a vendor said of a send that it took; null where it did not. */
export interface Taken {
  readonly chatId: string | null;
  readonly vendorMessageId: string | null;
}

/** The id that is given out, and the vendor's; they differ where the vendor's is not known. Null: there is none. */
export interface GivenName {
  readonly messageId: string | null;
  readonly vendorMessageId: string | null;
}

/** A send under way. */
export interface NamingOfSend {
  /** Names the message of a send that the vendor took, and answers what `record` does, which keeps it before any other message is named. */
  taken<T>(taken: Taken, record: (given: GivenName) => Promise<T>): Promise<T>;
  /** To be called last, whatever came of the send. */
  end(): void;
}

interface Open extends OpenSend {
  /** What had been given out under the vendor's id before it was sent. */
  readonly isNot: ReadonlySet<string>;
}

/**
 * The names of one account's messages. Whichever id of a message is given out first stays. So while a send is under way or
 * without a name, messages are looked at one after the other; at all other times nothing is waited for.
 */
export class AccountNames {
  readonly #rows: NameRows;
  readonly #now: () => number;
  readonly #ours: Map<string, string>;
  readonly #vendors: Map<string, string>;
  readonly #sightings = new Sightings();
  /** In the order of their acceptance. */
  #open: readonly Open[];
  #last: Promise<unknown> = Promise.resolve();

  constructor(rows: NameRows, now: () => number, { unnamed, named }: KnownNames) {
    this.#rows = rows;
    this.#now = now;
    this.#open = unnamed.map((send) => ({ ...send, isNot: new Set() }));
    this.#ours = new Map(named.map((name) => [nameKey(name), name.ours]));
    this.#vendors = new Map(named.map((name) => [name.ours, name.messageId]));
  }

  /** Whether any message has two names. */
  get hasOwn(): boolean {
    return this.#ours.size > 0;
  }

  /** Whether a message of the vendor's may be one whose id of ours has been given out, or will be. */
  mayBeOurs(message: { readonly chatId: string; readonly messageId: string }): boolean {
    if (this.#ours.has(nameKey(message))) return false;
    return this.#open.some(
      (send) => send.chatId === message.chatId || (send.chatId === null && send.takenAt === null),
    );
  }

  /** The name of ours of a message of the vendor's, where it has one, else the vendor's. */
  readonly shown = (chatId: string, messageId: string): string =>
    this.#ours.get(nameKey({ chatId, messageId })) ?? messageId;

  /** Null for a message that has no name at the vendor yet. */
  vendorId(messageId: string): string | null {
    return this.#vendors.get(messageId) ?? (isOwnMessageId(messageId) ? null : messageId);
  }

  /** Looks for sends among messages that are about to be given out; of those of equal times, the older first. Throws StorageUnavailable. */
  async recognise(messages: readonly Message[]): Promise<void> {
    const own = messages.filter((one) => one.direction === 'OUTBOUND' && one.systemEvent === null);
    if (own.length === 0) return;
    if (this.#open.length === 0) {
      this.#sightings.add(own, this.#horizon());
      return;
    }
    own.sort((one, other) => Date.parse(one.sentAt) - Date.parse(other.sentAt));
    await this.#inTurn(async () => {
      for (const message of own) {
        if (this.#ours.has(nameKey(message)) || (await this.#claim(message))) continue;
        this.#sightings.add([message], this.#horizon());
      }
    });
  }

  begin({ id, chatId, message }: Sending): NamingOfSend {
    const seenBefore = this.#sightings.last;
    const send: Open = {
      id,
      messageId: null,
      chatId,
      said: message === null ? { text: '', attachments: 0 } : saidIn(message),
      acceptedAt: this.#now(),
      takenAt: null,
      isNot: new Set(),
    };
    this.#open = [...this.#open, send];
    return {
      taken: (taken, record) =>
        this.#inTurn(async () => {
          const chatId = taken.chatId ?? send.chatId;
          const vendorMessageId =
            this.#asAnswered(chatId, taken.vendorMessageId) ??
            (await this.#asSeen({ ...send, chatId }, seenBefore));
          const unnamed =
            vendorMessageId === null && message !== null ? this.#asUnnamed({ ...send, chatId }) : null;
          const messageId = vendorMessageId ?? unnamed?.messageId ?? null;
          const result = await record({ messageId, vendorMessageId });
          this.#replace(send, unnamed);
          return result;
        }),
      end: () => this.#replace(send, null),
    };
  }

  /** Where an earlier send that said the same was taken for this one, this one waits for the message of that. */
  #asAnswered(chatId: string | null, vendorMessageId: string | null): string | null {
    if (chatId === null || vendorMessageId === null) return vendorMessageId;
    return this.#ours.has(nameKey({ chatId, messageId: vendorMessageId })) ? null : vendorMessageId;
  }

  /** The vendor's id under which the message was given out while it was being sent. */
  async #asSeen({ chatId, said, acceptedAt }: Open, seenBefore: number): Promise<string | null> {
    if (chatId === null) return null;
    for (const seen of this.#sightings.of(chatId, said, acceptedAt)) {
      if (seen.number > seenBefore && !(await this.#rows.isOfSend(seen))) return seen.messageId;
    }
    return null;
  }

  #asUnnamed(send: Open): Open {
    const { id, chatId, said, acceptedAt } = send;
    const seen = chatId === null ? [] : this.#sightings.of(chatId, said, acceptedAt);
    return {
      ...send,
      messageId: chatId === null ? null : ownMessageId(id),
      takenAt: this.#now(),
      isNot: new Set(seen.map(nameKey)),
    };
  }

  /** Whether the message is that of a send without a name, and has an id of ours now. */
  async #claim(message: Message): Promise<boolean> {
    if (sendOf(message, this.#open) === undefined || (await this.#rows.isOfSend(message))) return false;
    const isGivenOut = this.#sightings.has(message) || (await this.#rows.isInLog(message));
    const mayBe = (send: Open) =>
      send.messageId === null || (!isGivenOut && !send.isNot.has(nameKey(message)));
    const send = sendOf(message, this.#open.filter(mayBe));
    if (send === undefined || send.takenAt === null) return false;

    await this.#rows.name(send.id, message.messageId);
    this.#replace(send, null);
    if (send.messageId === null) return false;
    this.#ours.set(nameKey(message), send.messageId);
    this.#vendors.set(send.messageId, message.messageId);
    return true;
  }

  #replace(send: Open, by: Open | null): void {
    this.#open = this.#open.flatMap((one) => (one === send ? (by ?? []) : one));
  }

  /** No send that is under way, or comes later, is a message that was sent before, in Unix milliseconds. */
  #horizon(): number {
    const underWay = this.#open.filter((send) => send.takenAt === null);
    return Math.min(this.#now(), ...underWay.map((send) => send.acceptedAt)) - longestToleranceMs;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
