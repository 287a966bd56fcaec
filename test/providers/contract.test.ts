import { describe } from 'vitest';
import { failures } from './contract/failures.ts';
import { happenings } from './contract/happenings.ts';
import { identities } from './contract/identities.ts';
import { pages } from './contract/pages.ts';
import { stageOf, vendors } from './contract/stage.ts';
import { truths } from './contract/truths.ts';

// The same questions to every provider. What can be asked of one and not of another, capabilities tell.
describe.each(vendors)('$provider', (vendor) => {
  describe('read', () => {
    const stage = stageOf(vendor);
    describe('tells what there is:', () => truths(stage, vendor));
    describe('has the same pages', () => pages(stage));
    describe('has ids that', () => identities(stage));
  });

  describe('failing', () => failures(stageOf(vendor), vendor));

  describe('listened to', () => happenings(stageOf(vendor)));
});
