import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { faults } from '../soak/contract-faults.list.ts';

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

// `npm run soak` plants them and sees what notices them; here it is only seen that they can be.
it.each(faults)('"$name" can be planted in $file, and is documented once', ({ name, file, right }) => {
  expect(textOf(`src/providers/${file}`).split(right)).toHaveLength(2);
  expect(textOf('docs/contract-faults.md').split(`| ${name} |`)).toHaveLength(2);
});
