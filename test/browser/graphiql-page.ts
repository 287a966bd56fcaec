import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

const screenshots = join(import.meta.dirname, '../screenshots');
const patience = { timeout: 10_000 };

/** GraphiQL in a browser that was never there before, handled as a person handles it. */
export class GraphiqlPage {
  /** The addresses of WebSockets that were opened. */
  readonly sockets: string[] = [];
  /** What came over them, as graphql-ws wraps it. */
  readonly received: string[] = [];
  /** The addresses of everything that was asked for. */
  readonly requested: string[] = [];
  /** What the console complained of: errors, and whatever the page's policy does not allow. */
  readonly complaints: string[] = [];
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    page.on('request', (request) => this.requested.push(request.url()));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (line) => {
      if (line.type() === 'error') this.complaints.push(line.text());
    });
    page.on('websocket', (socket) => {
      this.sockets.push(socket.url());
      socket.on('framereceived', ({ payload }) => this.received.push(String(payload)));
    });
  }

  static async open(browser: Browser, url: string): Promise<GraphiqlPage> {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const opened = new GraphiqlPage(page);
    await page.goto(url);
    await opened.#isReady();
    return opened;
  }

  /** Opens it again in the same browser, once that has remembered what is open. */
  async reload(): Promise<void> {
    const isRemembered = () => {
      const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState') ?? '{}');
      return tabs?.[activeTabIndex]?.query === localStorage.getItem('graphiql:query');
    };
    await this.#page.waitForFunction(isRemembered, null, patience);
    await this.#page.reload();
    await this.#isReady();
  }

  #isReady(): Promise<void> {
    return this.#page
      .locator('.graphiql-query-editor .view-line', { hasText: '{' })
      .first()
      .waitFor(patience);
  }

  /** Presses a tab, once, and waits until GraphiQL knows what its play button would send: it writes that down. */
  async select(tab: string): Promise<void> {
    await this.#page.evaluate(() => localStorage.removeItem('graphiql:query'));
    await this.#page.locator('.graphiql-tab-button', { hasText: tab }).click(patience);
    const isTakenIn = (name: string) => localStorage.getItem('graphiql:query')?.includes(` ${name}`);
    await this.#page.waitForFunction(isTakenIn, tab, patience);
  }

  play(): Promise<void> {
    return this.#page.locator('.graphiql-execute-button').click(patience);
  }

  /** Waits until the answer has this in it, where it can be seen. */
  shows(text: string): Promise<void> {
    return this.#page.locator('.result-window .view-line', { hasText: text }).first().waitFor(patience);
  }

  /** For people to look at. */
  async screenshot(name: string): Promise<void> {
    await this.#page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  close(): Promise<void> {
    return this.#page.close();
  }
}
