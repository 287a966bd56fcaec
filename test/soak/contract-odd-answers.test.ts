import { describe } from 'vitest';
import { oddAnswers } from '../providers/contract/odd-answers.ts';
import { stageOf, vendors } from '../providers/contract/stage.ts';

// As in test/providers/contract.test.ts, with 200 mutations for each question.
for (const vendor of vendors) {
  describe(`${vendor.name} with odd answers`, () => oddAnswers(stageOf(vendor), 200));
}
