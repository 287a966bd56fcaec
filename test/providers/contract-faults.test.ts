import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faults } from '../soak/contract-faults.list.ts';

// `test/soak/contract-faults.ts` plants them; here it is only seen that they can be.
it.each(faults)('"$name" can be planted in $file', ({ file, right }) => {
  const text = readFileSync(new URL(`../../src/providers/${file}`, import.meta.url), 'utf8');
  expect(text.split(right)).toHaveLength(2);
});
