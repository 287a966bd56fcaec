import { defineConfig, mergeConfig } from 'vitest/config';
import usual from '../../vitest.config.ts';

const { include: _, exclude: __, ...test } = usual.test ?? {};

/** What takes minutes: `npm run soak`. One file after the other, because they measure. */
export default mergeConfig(
  { ...usual, test },
  defineConfig({
    root: new URL('../../', import.meta.url).pathname,
    test: { include: ['test/soak/**/*.test.ts'], testTimeout: 600_000, fileParallelism: false },
  }),
);
