import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameFrom, profileOf } from '../../../src/providers/linked-api/profile-url.ts';

const vanity = fc
  .array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-üéßñøł张'), { minLength: 1, maxLength: 40 })
  .map((letters) => letters.join(''));
const opaque = fc.stringMatching(/^AC[ow]AA[A-Za-z0-9_-]{20,34}$/);
const upperCased = (key: string) => key.replace(/[a-z]/g, (letter) => letter.toUpperCase());

describe("a profile's address", () => {
  it('has one spelling, however it is written', () => {
    const variants = fc.record({
      scheme: fc.constantFrom('https://', 'http://', 'HTTPS://'),
      host: fc.constantFrom(
        'www.linkedin.com',
        'linkedin.com',
        'de.linkedin.com',
        'WWW.LinkedIn.COM',
        'm.linkedin.com',
      ),
      section: fc.constantFrom('/in/', '//in//', '/IN/', '/sales/people/', '/sales/lead/'),
      end: fc.constantFrom('', '/', '/de', '?utm_source=x', '#top', '/overlay/contact-info/?x=1'),
      isEncoded: fc.boolean(),
      isShouted: fc.boolean(),
    });
    fc.assert(
      fc.property(vanity, variants, (key, { scheme, host, section, end, isEncoded, isShouted }) => {
        const written = isShouted ? upperCased(key) : key;
        const address = scheme + host + section + (isEncoded ? encodeURIComponent(written) : written) + end;
        expect(profileOf(address)).toEqual(profileOf(`https://www.linkedin.com/in/${key}`));
        expect(profileOf(address)?.key).toBe(key.normalize('NFC'));
      }),
    );
  });

  it('is its own spelling', () => {
    const path = fc.oneof(vanity, opaque, fc.webPath(), fc.string());
    fc.assert(
      fc.property(path, (segment) => {
        const profile = profileOf(`https://www.linkedin.com/in/${segment}`);
        if (profile === null) return;
        expect(profileOf(profile.url)).toEqual(profile);
        expect(new URL(profile.url).pathname.split('/').length).toBe(3);
        expect(nameFrom(profile)).not.toBe('');
      }),
    );
  });

  it('tells capitals of opaque ids apart', () => {
    fc.assert(
      fc.property(opaque, (id) => {
        expect(profileOf(`https://www.linkedin.com/in/${id}/`)?.key).toBe(id);
      }),
    );
    expect(profileOf('https://www.linkedin.com/sales/lead/ACwAAAbcdefghijklmnop,NAME_SEARCH,x1')?.url).toBe(
      'https://www.linkedin.com/in/ACwAAAbcdefghijklmnop',
    );
  });

  it('is never that of anything else', () => {
    fc.assert(fc.property(fc.oneof(fc.webUrl(), fc.string()), (text) => void profileOf(text)));
    for (const address of [
      '',
      'ada',
      'https://www.linkedin.com',
      'https://www.linkedin.com/in/',
      'https://www.linkedin.com/in/%E0%A4%A',
      'https://www.linkedin.com/in/a%2Fb',
      'https://www.linkedin.com/in/a%0Ab',
      'https://www.linkedin.com/company/acme',
      'https://www.linkedin.com.evil.example/in/ada',
      'https://notlinkedin.com/in/ada',
      'ftp://www.linkedin.com/in/ada',
      'javascript:alert(1)',
      `https://www.linkedin.com/in/${'x'.repeat(300)}`,
    ]) {
      expect([address, profileOf(address)]).toEqual([address, null]);
    }
  });

  it.each([
    ['ada-example', 'Ada Example'],
    ['ada-example-4b1c2a9', 'Ada Example'],
    ['ada', 'Ada'],
    ['zoë-müller', 'Zoë Müller'],
    ['007', '007'],
    ['ACoAAAbcdefghijklmnopqrst', 'LinkedIn member'],
  ])('of %s is %s until the name is known', (key, name) => {
    expect(nameFrom({ key, url: '' })).toBe(name);
  });
});
