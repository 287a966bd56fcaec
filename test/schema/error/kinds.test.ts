import { describe, expect, it } from 'vitest';
import { errorCodes, failure } from '../../../src/messaging/errors.ts';
import { errorTypeName, errorTypes } from '../../../src/schema/error/kinds.ts';

describe('a failure', () => {
  it.each(errorCodes)('%s is of exactly one error type, thrown or as data', (code) => {
    const thrown = failure(code, 'Something.');
    for (const value of [thrown, { failure: thrown.failure }]) {
      const fitting = errorTypes.filter((type) => value instanceof type);
      expect(fitting.map(({ name }) => name)).toEqual([errorTypeName(thrown)]);
    }
  });

  it.each([new Error('ours'), null, 'text', { failure: null }, {}])('%s is none', (value) => {
    expect(errorTypes.filter((type) => value instanceof type)).toEqual([]);
  });
});
