import type { Call } from '../../messaging/call.ts';
import { failure, failureOf } from '../../messaging/errors.ts';
import type { Message } from '../../messaging/message.ts';
import type { PageSource, Position } from '../../messaging/page.ts';
import { SEARCHED_PAGES } from './assumptions.ts';

/** One operation asks for a few messages at a time, and for the next ones as soon as it has these. */
const KEPT_MS = 1_000;

/** A search through the newest pages of a chat's list, for all who look for a message there at about the same time. */
export class MessageSearch {
  private readonly messages: PageSource<Message>;
  private readonly isOver: () => void;
  private readonly found = new Map<string, Message>();
  private position: Position | null = null;
  private pagesLeft = SEARCHED_PAGES;
  private reading: Promise<void> | null = null;
  private refusal: unknown = null;
  private keeping: NodeJS.Timeout | undefined;

  /** `isOver` is called when who comes next has to begin another one. */
  constructor(messages: PageSource<Message>, isOver: () => void) {
    this.messages = messages;
    this.isOver = isOver;
  }

  /**
   * A page that several need is read by one of them. What the vendor answers, be it a refusal, is for all of them; where
   * the one who reads has no time or calls left, the next one does.
   */
  async find(messageId: string, call: Call): Promise<Message | null> {
    while (!this.found.has(messageId) && this.pagesLeft > 0) {
      if (this.refusal !== null) throw this.refusal;
      if (this.reading === null) await this.readOn(call);
      else await endOf(this.reading, call);
    }
    return this.found.get(messageId) ?? null;
  }

  private readOn(call: Call): Promise<void> {
    clearTimeout(this.keeping);
    const page = this.nextPage(call);
    this.reading = page.then(
      () => {
        this.reading = null;
        this.keeping = setTimeout(this.isOver, KEPT_MS).unref();
      },
      (error: unknown) => {
        this.reading = null;
        if (failureOf(error)?.providerStatus != null) this.refusal = error;
        this.isOver();
      },
    );
    return page;
  }

  private async nextPage(call: Call): Promise<void> {
    const { items, next } = await this.messages.fetch(this.position, this.messages.maxPageSize, call);
    for (const message of items) this.found.set(message.messageId, message);
    this.position = next;
    this.pagesLeft = next === null ? 0 : this.pagesLeft - 1;
  }
}

/** Waits for the end of what somebody else does. Throws PROVIDER_UNAVAILABLE where the caller leaves before. */
async function endOf(work: Promise<void>, { signal }: Call): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    work.then(end);
  });
  if (signal.aborted) throw failure('PROVIDER_UNAVAILABLE', 'The provider did not answer in time.');
}
