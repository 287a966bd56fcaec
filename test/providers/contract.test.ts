import { describe } from 'vitest';
import { capabilities } from './contract/capabilities.ts';
import { effort } from './contract/effort.ts';
import { everyRoute, playedNames } from './contract/every-route.ts';
import { failures } from './contract/failures.ts';
import { forgeries } from './contract/forgeries.ts';
import { happenings } from './contract/happenings.ts';
import { identities } from './contract/identities.ts';
import { oddAnswers } from './contract/odd-answers.ts';
import { oddIds } from './contract/odd-ids.ts';
import { owners } from './contract/owners.ts';
import { pages } from './contract/pages.ts';
import { stageOf, vendors } from './contract/stage.ts';
import { starting } from './contract/starting.ts';
import { truths } from './contract/truths.ts';

// The same questions to every provider. What can be asked of one and not of another, capabilities tell.
for (const vendor of vendors) {
  describe(vendor.name, () => {
    describe('read', () => {
      const stage = stageOf(vendor);
      describe('tells what there is:', () => truths(stage, vendor));
      describe('has the same pages', () => {
        pages(stage);
        effort(stage);
      });
      describe('has ids that', () => {
        identities(stage);
        oddIds(stage);
      });
    });

    describe('does as it declares:', () => {
      const stage = stageOf(vendor);
      capabilities(stage);
      starting(stage);
    });

    describe('failing', () => failures(stageOf(vendor), vendor));

    // `npm run soak` asks 200 times each.
    describe('with odd answers', () => oddAnswers(stageOf(vendor), 20));

    describe('listened to tells', () => {
      const stage = stageOf(vendor);
      happenings(stage);
      owners(stage);
      forgeries(stage);
    });
  });
}

// 200 in `npm run soak`.
describe.each(playedNames)('%s', (name) => everyRoute(name, 3));
