import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { onTestFinished } from 'vitest';
import { type Apart, CONNECTION, startApart, WEBHOOK_SECRET } from '../apart.ts';
import { eventsOf, headOf } from '../listening.ts';
import { startProcess } from '../process.ts';
import { find } from '../support.ts';

const PER_SECOND = 200;

export interface Survived {
  readonly kills: number;
  /** Message ids of all webhooks that were posted. */
  readonly posted: readonly string[];
  /** Of those that were answered 200 before their gateway was killed. */
  readonly acknowledged: readonly string[];
  /** Of the events in the log after the last kill, in order. */
  readonly inTheLog: readonly string[];
  /** The same after the vendor has repeated what was not acknowledged, and half of what was. */
  readonly afterRepeats: readonly string[];
}

/**
 * Posts 200 webhooks a second to the gateway and kills it (SIGKILL) at random moments, again and again; then the log is
 * read from the beginning, before and after the vendor repeats itself.
 */
export async function killAgainAndAgain(kills: number): Promise<Survived> {
  const apart = await startApart();
  onTestFinished(() => apart.close());
  const webhooks = await webhooksOf(apart);
  onTestFinished(() => webhooks.close());

  let gateway = await startProcess(apart);
  onTestFinished(async () => void (await gateway.kill('SIGKILL')));
  const beginning = await headOf(apart);
  for (let kill = 0; kill < kills; kill += 1) {
    const posting = webhooks.post();
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 900));
    await gateway.kill('SIGKILL');
    await posting.stop();
    gateway = await startProcess(apart);
  }
  const acknowledged = [...webhooks.acknowledged];
  const inTheLog = await messagesSince(apart, beginning);
  await webhooks.repeat();
  const afterRepeats = await messagesSince(apart, beginning);
  return { kills, posted: webhooks.posted(), acknowledged, inTheLog, afterRepeats };
}

async function messagesSince(apart: Apart, after: string): Promise<string[]> {
  const events = await eventsOf(apart, {
    after,
    filter: { types: ['MESSAGE_CREATED'] },
    select: '__typename id ... on MessageCreated { messageId }',
  });
  const messages: string[] = [];
  for (;;) {
    const { __typename, messageId } = await events.next();
    if (__typename === 'CaughtUp') break;
    messages.push(nameIn(String(messageId)));
  }
  await events.stop();
  return messages;
}

/** The vendor's id within a message's global id. */
const nameIn = (messageId: string) =>
  (JSON.parse(Buffer.from(messageId, 'base64url').toString('utf8')) as string[]).at(-1) ?? '';

/** The vendor, telling of one message after the other. */
async function webhooksOf(apart: Apart) {
  const { chats } = apart.sandbox.unipileV1.control.truth();
  const chat = find(chats, ({ account_type, type }) => account_type === 'WHATSAPP' && type === 0);
  const agent = new Agent({ connections: 64 });
  const acknowledged = new Set<string>();
  const bodies = new Map<string, string>();

  function bodyOf(messageId: string): string {
    const sender = {
      attendee_id: 'invented',
      attendee_name: 'Ada Example',
      attendee_provider_id: chat.attendee_provider_id,
      attendee_profile_url: '',
    };
    return JSON.stringify({
      event: 'message_received',
      account_id: chat.account_id,
      account_type: 'WHATSAPP',
      account_info: { type: 'WHATSAPP', feature: 'classic', user_id: '15550100001@s.whatsapp.net' },
      webhook_name: 'parley messaging',
      chat_id: chat.id,
      provider_chat_id: chat.provider_id,
      message_id: messageId,
      provider_message_id: messageId,
      timestamp: new Date().toISOString(),
      message: `Message ${messageId}`,
      sender,
      attendees: [sender],
      attachments: [],
    });
  }

  async function deliver(messageId: string): Promise<void> {
    try {
      const { statusCode, body } = await request(`${apart.url}/webhooks/${CONNECTION}`, {
        method: 'POST',
        dispatcher: agent,
        headers: { 'unipile-auth': WEBHOOK_SECRET },
        body: bodies.get(messageId) ?? '',
      });
      if (statusCode === 200) acknowledged.add(messageId);
      await body.dump();
    } catch {
      // Nobody answered: the gateway is dead.
    }
  }

  return {
    acknowledged,
    posted: () => [...bodies.keys()],
    post() {
      const under: Promise<void>[] = [];
      const begun = performance.now();
      let count = 0;
      const timer = setInterval(() => {
        const due = Math.floor(((performance.now() - begun) / 1000) * PER_SECOND);
        for (; count < due; count += 1) {
          const messageId = randomUUID();
          bodies.set(messageId, bodyOf(messageId));
          under.push(deliver(messageId));
        }
      }, 5);
      return {
        async stop() {
          clearInterval(timer);
          await Promise.all(under);
        },
      };
    },
    async repeat() {
      const known = [...acknowledged];
      const again = [...bodies.keys()].filter((id) => !acknowledged.has(id));
      await Promise.all([...again, ...known.slice(0, known.length / 2)].map(deliver));
    },
    close: () => agent.destroy(),
  };
}
