import { expect, it } from 'vitest';
import { headOf } from '../../whole-way/listening.ts';
import { eventsSince } from './happenings.ts';
import { plainChat } from './samples.ts';
import type { Stage } from './stage.ts';
import type { WebhookPost } from './vendor.ts';

/** Only the vendor is believed, and only what it says now. */
export function forgeries(stage: Stage): void {
  it('nothing that a forged webhook says', async () => {
    stage.behind.ownerWrites(plainChat(stage), 'To make webhooks of');
    await stage.behind.told();
    const { genuine, forgeries } = stage.behind.webhooks();
    const head = await headOf(stage);
    for (const { name, ...forged } of forgeries) {
      expect({ name, status: await post(forged) }).toEqual({ name, status: 401 });
    }
    expect(await eventsSince(stage, head)).toEqual([]);
    if (genuine === null) return;
    // Nothing but the forging was wrong with them.
    expect(await post(genuine)).toBe(200);
    expect(await eventsSince(stage, head)).toMatchObject([{ __typename: 'MessageCreated' }]);
  });

  async function post({ headers, body }: WebhookPost): Promise<number> {
    const response = await fetch(stage.webhook, { method: 'POST', headers, body });
    return response.status;
  }
}
