import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const longest = [
  'providers/contract',
  'whole-way/upstream-faults',
  'paging/drift',
  'whole-way/merged',
  'reading/tenancy',
  'main',
];

/** What takes longest begins first, so that no worker is left alone with it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      longest.some((name) => moduleId.endsWith(`/${name}.test.ts`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  // vitest would load graphql twice, once as ESM and once as CommonJS; types of one realm fail in the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/soak/**', 'node_modules/**'],
    // Much of the time is spent waiting for sockets and clocks: more workers than the cores of a small machine pay.
    maxWorkers: 3,
    // Modules are loaded once per worker, so what tests share ends what it begins with the test that asked for it.
    isolate: false,
    // Played vendors are made all the time: with room for what is young, little of it is collected twice.
    execArgv: ['--max-semi-space-size=64'],
    sequence: { sequencer: LongestFirst },
    // For what hangs: a small machine with much else to do takes half of it for the longest tests.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
