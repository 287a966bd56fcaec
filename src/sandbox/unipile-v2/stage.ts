import type { Clock } from '../clock.ts';
import type { Life } from '../life.ts';
import type { Random } from '../random.ts';
import type { Cache } from './cache.ts';
import type { Pacing } from './pacing.ts';
import type { Switches } from './switches.ts';
import type { Account, Chat, Contact, Message, World } from './world.ts';

/** What routes, people and controls act upon. A reset puts another world in it. */
export interface Stage {
  world: World;
  switches: Switches;
  readonly clock: Clock;
  /** Never the same in two runs: ids of what happens later come from here. */
  readonly random: Random;
  readonly life: Life;
  readonly cache: Cache;
  readonly pacing: Pacing;
  /** Ends in /v2, without a slash; addresses in answers begin with it. */
  baseUrl: string;
  tell(event: WorldEvent): void;
}

interface InChat {
  account: Account;
  chat: Chat;
}

/** What webhooks can be told (unipile-v2.md §8.4). */
export type WorldEvent =
  | ({ type: 'message.new' | 'message.update' | 'message.delete'; message: Message } & InChat)
  | ({ type: 'message.receipt.read' | 'message.receipt.delivery'; message: Message; by: Contact } & InChat)
  | ({
      type: 'message.reaction.new' | 'message.reaction.delete';
      message: Message;
      value: string;
      by: Contact;
    } & InChat)
  | ({ type: 'chat.update' | 'chat.delete' } & InChat)
  | { type: 'relation.new'; account: Account; who: Contact }
  | { type: `account.${string}`; account: Account; payload: Record<string, unknown> };
