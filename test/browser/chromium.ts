import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
const isRequired = process.env.PARLEY_BROWSER_TEST === 'required';

/** Null where the tests of the browser can run, else why they are left out. Where they are required, they run and fail. */
export const whyNoBrowser: string | null =
  existsSync(executablePath) || isRequired
    ? null
    : `There is no ${executablePath}: the tests of GraphiQL are left out. PARLEY_BROWSER_TEST=required makes that a failure.`;

/** Debian's Chromium, which asks for nothing by itself. Rejects where there is none. */
export function launchChromium(): Promise<Browser> {
  const quiet = ['no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync'];
  const args = ['no-sandbox', 'disable-gpu', ...quiet].map((name) => `--${name}`);
  return chromium.launch({ executablePath, args });
}
