import { isScalarType, parseValue as parseLiteralText, valueFromASTUntyped } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../src/schema/index.ts';
import { admitUpload } from '../../../src/schema/scalar/file.ts';

function scalar(name: string) {
  const type = schema.getType(name);
  if (!isScalarType(type)) throw new Error(`${name} is no scalar.`);
  return type;
}

describe('DateTime', () => {
  it.each([
    ['2026-03-01T09:00:00.000Z', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T09:00:00.123456Z', '2026-03-01T09:00:00.123Z'],
    ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00.000Z'],
  ])('takes %s', (given, instant) => {
    expect(scalar('DateTime').parseValue(given)).toBe(instant);
  });

  it.each([
    '2026-03-01',
    '2026-03-01T09:00:00',
    '2026-02-30T09:00:00Z',
    'yesterday',
    '',
    1_772_000_000_000,
    null,
    {},
  ])('refuses %s', (given) => {
    expect(() => scalar('DateTime').parseValue(given)).toThrow('ISO 8601');
  });
});

describe('URL', () => {
  it('takes an address of the web as it is', () => {
    const address = 'https://www.linkedin.com/in/grace?x=%20y';
    expect(scalar('URL').parseValue(address)).toBe(address);
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', '//host/path', 'host', '', 5, null])(
    'refuses %s',
    (given) => {
      expect(() => scalar('URL').parseValue(given)).toThrow('http');
    },
  );
});

describe('File', () => {
  const upload = { path: '/etc/passwd', filename: 'a', mimeType: 'text/plain', sizeBytes: 1, sha256: '' };

  it('takes what the server has read', () => {
    const own = admitUpload({ ...upload });
    expect(scalar('File').parseValue(own)).toBe(own);
  });

  it('refuses a variable that only looks like it: it would name any path of the machine', () => {
    admitUpload({ ...upload });
    expect(() => scalar('File').parseValue({ ...upload })).toThrow('multipart');
  });

  it('refuses to be written into the document', () => {
    const literal = parseLiteralText('{ path: "/etc/passwd" }');
    expect(valueFromASTUntyped(literal)).toEqual({ path: '/etc/passwd' });
    expect(() => scalar('File').parseLiteral(literal)).toThrow('variable');
  });
});
