import type { Stage } from '../stage.ts';
import type { Message } from '../world.ts';

/** `message_id` of an answer: a string, an array or null (unipile-v2.md §5.7). */
export function messageIds(stage: Stage, messages: readonly Message[]): string | string[] | null {
  if (stage.switches.messageIds === 'null') return null;
  const ids = messages.map(({ id }) => id);
  return stage.switches.messageIds === 'each' ? ids : (ids[0] ?? null);
}
