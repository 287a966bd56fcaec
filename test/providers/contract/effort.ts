import { expect, it } from 'vitest';
import { oneOfEach } from './samples.ts';
import type { Stage } from './stage.ts';
import type { TrueChat } from './vendor.ts';
import { walk } from './walking.ts';

const PAGE = 20;
/** More than usual that a walk may cost where the vendor is odd. */
const SPARE = 2;

interface Cost {
  readonly chat: TrueChat;
  readonly messages: number;
  readonly requests: number;
}

/** A list is read once, and not again and again, however the vendor cuts it. */
export function effort(stage: Stage): void {
  it('for few requests, also where the vendor is odd', async () => {
    const usual: Cost[] = [];
    for (const chat of oneOfEach(stage)) usual.push(await costOf(chat));
    for (const { messages, requests } of usual) {
      // The chat itself, a look back where a page of ours ends, and a page to see that there is no more.
      expect(requests).toBeLessThanOrEqual(3 + 2 * Math.ceil(messages / PAGE));
    }
    for (const quirk of stage.behind.quirks) {
      quirk.turn(true);
      for (const { chat, requests: most } of longestOfEachProduct(usual)) {
        const { requests } = await costOf(chat);
        const seen = { quirk: quirk.name, product: chat.product, requests, most };
        expect({ ...seen, isDear: requests > most + SPARE }).toEqual({ ...seen, isDear: false });
      }
      quirk.turn(false);
    }
  });

  async function costOf(chat: TrueChat): Promise<Cost> {
    stage.advance(600_000);
    stage.behind.clearRequests();
    const messages = (await walk(stage, chat.id, 'messages', 'id', PAGE)).length;
    return { chat, messages, requests: stage.behind.requests().length };
  }
}

function longestOfEachProduct(costs: readonly Cost[]): Cost[] {
  const byLength = costs.toSorted((one, other) => one.messages - other.messages);
  return [...new Map(byLength.map((cost) => [cost.chat.product, cost])).values()];
}
