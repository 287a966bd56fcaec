import { describe } from 'vitest';
import { oddAnswers } from '../providers/contract/odd-answers.ts';
import { stageOf, vendors } from '../providers/contract/stage.ts';

// As in test/providers/contract.test.ts, with 200 mutations for each question.
describe.each(vendors)('$name with odd answers', (vendor) => oddAnswers(stageOf(vendor), 200));
