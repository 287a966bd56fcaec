import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Secret } from '../../../src/messaging/secret.ts';
import { settings } from '../../../src/providers/unipile-v2/settings.ts';

const schema = settings(z.string().transform((text) => new Secret(text)) as unknown as z.ZodType<Secret>);
const minimal = {
  id: 'hiring',
  provider: 'unipile-v2',
  baseUrl: 'https://api.unipile.com/v2',
  apiKey: 'key',
};

describe('the settings of Unipile v2', () => {
  it('need an id, an address and a key', () => {
    expect(schema.parse(minimal)).toMatchObject({ id: 'hiring', baseUrl: minimal.baseUrl });
    for (const name of ['id', 'baseUrl', 'apiKey'] as const) {
      const { [name]: _left, ...rest } = minimal;
      expect(schema.safeParse(rest).error?.issues[0]?.path).toEqual([name]);
    }
  });

  it('refuse unknown members and other schemes', () => {
    expect(schema.safeParse({ ...minimal, dsn: 'x' }).success).toBe(false);
    expect(schema.safeParse({ ...minimal, baseUrl: 'file:///etc/passwd' }).success).toBe(false);
    expect(schema.safeParse({ ...minimal, accounts: [] }).success).toBe(false);
  });

  it('describe every member', () => {
    expect(schema.description).toBeTruthy();
    for (const [name, member] of Object.entries(schema.shape)) {
      expect([name, (member as z.ZodType).description]).toEqual([name, expect.stringMatching(/\.$/)]);
    }
  });
});
