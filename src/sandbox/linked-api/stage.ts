import type { Life } from '../life.ts';
import type { Random } from '../random.ts';
import type { MovableClock } from './clock.ts';
import type { Switches } from './switches.ts';
import type { Account, Conversation, Message, World } from './world.ts';

/** What routes, jobs, people and controls act upon. A reset puts another world in it. */
export interface Stage {
  world: World;
  switches: Switches;
  readonly clock: MovableClock;
  /** Never the same in two runs: ids of what happens later come from here. */
  readonly random: Random;
  readonly life: Life;
  tell(event: WorldEvent): void;
}

/** What the newest generation tells its webhooks (linked-api.md §7.1). */
export type WorldEvent =
  | {
      type: 'inbox.messageReceived' | 'inbox.messageSent';
      account: Account;
      conversation: Conversation;
      message: Message;
    }
  | {
      type: 'account.active' | 'account.reconnectionRequired' | 'account.frozen';
      account: Account;
      status: string;
    }
  | {
      type: 'workflow.created' | 'workflow.started' | 'workflow.completed';
      account: Account;
      workflowId: string;
      status: string;
      result?: unknown;
    };
