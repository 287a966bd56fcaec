import { describe } from 'vitest';
import { everyRoute, playedNames } from '../providers/contract/every-route.ts';

describe.each(playedNames)('%s', (name) => everyRoute(name, 200));
