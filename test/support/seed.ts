import { randomInt } from 'node:crypto';

/** What a property test begins with: another number each time, or `SEED` of the environment, to see a failure again. */
export const seed = Number(process.env.SEED ?? randomInt(2 ** 31));
