import type { Clock } from '../clock.ts';
import type { Life } from '../life.ts';
import type { Random } from '../random.ts';
import type { Ids } from './ids.ts';
import type { Switches } from './switches.ts';
import type { Account } from './world/account.ts';
import type { Message, Reaction } from './world/message.ts';
import type { World } from './world/world.ts';

/** What routes, people and controls act upon. A reset puts another world in it. */
export interface Stage {
  world: World;
  switches: Switches;
  readonly clock: Clock;
  /** Never the same in two runs, so that a kept log takes no news for a repeat. */
  readonly ids: Ids;
  readonly random: Random;
  readonly life: Life;
  /** Files that came through the API, oldest first; of more than 100 MB the oldest lose their bytes. */
  uploads: { size: number; forget(): void }[];
  /** Told of everything that happens, at once. */
  tell(event: WorldEvent): void;
}

/** What can be told to webhooks; `at` is when it happened. */
export type WorldEvent =
  | {
      name: 'message_received' | 'message_read' | 'message_edited' | 'message_deleted' | 'message_delivered';
      message: Message;
      at: number;
    }
  | { name: 'message_reaction'; message: Message; reaction: Reaction; at: number }
  | { name: 'account_status'; account: Account; status: string; at: number };

/** Whether clients can see it yet. */
export function isVisible(stage: Stage, message: Message): boolean {
  return message.visibleAt <= stage.clock.now();
}

/** The newest message of a chat that clients can see; undefined if there is none. */
export function lastVisible(stage: Stage, chatId: string): Message | undefined {
  return stage.world.messagesOf(chatId).find((message) => isVisible(stage, message));
}
