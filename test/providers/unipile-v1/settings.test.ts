import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Secret } from '../../../src/messaging/secret.ts';
import { connectionSettings } from '../../../src/providers/index.ts';

const secret = z.string().transform((value) => new Secret(value));
const settings = connectionSettings(secret);
const plain = {
  id: 'sales',
  provider: 'unipile-v1',
  baseUrl: 'https://api1.unipile.example.com:13111/api/v1',
  apiKey: 'key',
};

describe('the settings of a connection', () => {
  it('are read, with the secrets hidden', () => {
    const read = settings.parse({ ...plain, webhookSecret: 'other', accounts: ['a'] });
    expect(read).toMatchObject({ id: 'sales', accounts: ['a'] });
    expect(JSON.stringify(read)).not.toMatch(/key"?:"key|other/);
  });

  it.each([
    ['an unknown key', { colour: 'red' }, []],
    ['no key', { apiKey: undefined }, ['apiKey']],
    ['an id that cannot be in an address', { id: 'a/b' }, ['id']],
    ['no accounts at all', { accounts: [] }, ['accounts']],
    ['an address that is none', { baseUrl: 'api1.unipile.com' }, ['baseUrl']],
    ['an address of something else', { baseUrl: 'ftp://api1.unipile.com' }, ['baseUrl']],
    ['another provider', { provider: 'unipile-v9' }, ['provider']],
  ])('are refused with %s, naming it', (_what, change, path) => {
    const result = settings.safeParse({ ...plain, ...change });
    expect(result.error?.issues[0]?.path).toEqual(path);
  });

  it('are described for editors, every one', () => {
    const schema = z.toJSONSchema(settings, { io: 'input' }) as { oneOf?: { properties: object }[] };
    expect(schema.oneOf?.length).toBeGreaterThan(0);
    const [ours] = schema.oneOf ?? [];
    for (const member of Object.values(ours?.properties ?? {})) {
      expect(member).toHaveProperty('description', expect.stringMatching(/\.$/));
    }
  });
});
