import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { read } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { eventually } from '../support/wait.ts';
import { launchChromium, whyNoBrowser } from './chromium.ts';
import { GraphiqlPage } from './graphiql-page.ts';

if (whyNoBrowser !== null) process.stderr.write(`${whyNoBrowser}\n`);

describe.skipIf(whyNoBrowser !== null)('GraphiQL, as a newcomer meets it', () => {
  let gateway: TestGateway;
  let browser: Browser;
  const pages: GraphiqlPage[] = [];

  beforeAll(async () => {
    // All that `npm start` shows, with people who answer.
    const played = ['unipile-v1', 'unipile-v2', 'linked-api'] as const;
    gateway = await startTestGateway({ overrides: { sandbox: { life: true }, played } });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  async function open(): Promise<GraphiqlPage> {
    const page = await GraphiqlPage.open(browser, gateway.graphql);
    pages.push(page);
    return page;
  }

  afterEach(async () => {
    for (const page of pages.splice(0)) {
      await page.close();
      expect(page.requested.filter((url) => !isOurs(url))).toEqual([]);
      expect(page.complaints).toEqual([]);
    }
  });

  function isOurs(url: string): boolean {
    return url.startsWith('data:') || new URL(url).origin === gateway.url;
  }

  it('opens with the inbox, and play shows it', async () => {
    const { chats } = await read<{ chats: { nodes: { title: string }[] } }>(
      gateway.graphql,
      '{ chats(first: 1) { nodes { title } } }',
    );
    const page = await open();
    await page.screenshot('graphiql-opened');
    await page.play();
    await page.shows(`"title": "${chats.nodes[0]?.title}"`);
    await page.screenshot('graphiql-inbox');
  });

  it('shows one chat and what can be done there', async () => {
    const page = await open();
    await page.select('Chat');
    await page.play();
    await page.shows('"capabilities"');
    await page.shows('"text"');
    await page.screenshot('graphiql-chat');
  });

  it('sends in one window, and the answer arrives in another over WebSocket', async () => {
    const listening = await open();
    await listening.select('Events');
    await listening.play();
    await eventually('connected', () => listening.received.length > 0);
    expect(listening.sockets).toEqual([gateway.socket]);

    const sending = await open();
    await sending.select('Send');
    await sending.play();
    await sending.shows('"delivery": "SENT"');
    await sending.screenshot('graphiql-sent');

    await listening.shows('"direction": "INBOUND"');
    await listening.screenshot('graphiql-answer');
    const sent = { text: 'Hello from Parley!', direction: 'OUTBOUND' };
    expect(messagesOf(listening)).toContainEqual(expect.objectContaining(sent));
  });

  it('replays what came since the page was opened, and forgets that when it is opened again', async () => {
    const { control } = gateway.sandbox.unipileV1;
    const page = await open();
    const chatId = control.truth().chats[0]?.id ?? '';
    control.inbound({ chatId, text: 'While nobody looked' });
    await control.webhooksIdle();
    await page.select('Resume');
    await page.play();
    await page.shows('CaughtUp');
    const missed = () => messagesOf(page).filter(({ text }) => text === 'While nobody looked');
    expect(missed()).toHaveLength(1);
    await page.screenshot('graphiql-resumed');

    await page.reload();
    await page.play();
    await page.shows('CaughtUp');
    expect(missed()).toHaveLength(1);
  });
});

interface Happening {
  readonly message?: { readonly text: string | null; readonly direction: string };
}

/** The messages among the events that came over WebSocket. */
function messagesOf(page: GraphiqlPage) {
  return page.received
    .map(
      (frame) =>
        JSON.parse(frame) as { readonly payload?: { readonly data?: { readonly events: Happening } } },
    )
    .flatMap(({ payload }) => payload?.data?.events.message ?? []);
}
