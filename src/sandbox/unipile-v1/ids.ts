import { BASE64URL, DIGITS, HEX, type Random } from '../random.ts';
import type { Network, Product } from './world/account.ts';

const PRODUCT_PREFIX: Record<Product, string> = {
  classic: 'ACoAA',
  sales_navigator: 'ACwAA',
  recruiter: 'AEMAA',
};
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';

/** Makes ids as the vendor and the networks do (unipile-v1.md §2.1, §8.1). */
export class Ids {
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  /** Of an account, a chat, a message, an attendee, a webhook: 22 characters. */
  unipile(): string {
    return this.random.letters(22, BASE64URL);
  }

  /** Holds "/", "+" and "=", as the vendor's may: a client has to encode it in a path. */
  attachment(): string {
    return `2-${Buffer.from(this.random.letters(19, `${BASE64URL}~?>`)).toString('base64')}`;
  }

  linkedInUser(product: Product): string {
    return PRODUCT_PREFIX[product] + this.random.letters(34, BASE64URL);
  }

  /** Of a user; for WhatsApp it is made from the phone number instead. */
  user(network: Network): string {
    if (network === 'LINKEDIN') return this.linkedInUser('classic');
    if (network === 'SLACK') return `U0${this.random.letters(9, UPPER)}`;
    return this.digits(10);
  }

  chat(network: Network, isGroup: boolean): string {
    switch (network) {
      case 'LINKEDIN':
        return `2-${Buffer.from(this.random.letters(32, BASE64URL)).toString('base64')}`;
      case 'WHATSAPP':
        return `120363${this.digits(12)}@g.us`;
      case 'TELEGRAM':
        return isGroup ? `-100${this.digits(10)}` : this.digits(10);
      case 'SLACK':
        return `${isGroup ? 'C' : 'D'}0${this.random.letters(9, UPPER)}`;
      default:
        return `34028236${this.digits(15)}`;
    }
  }

  message(network: Network): string {
    switch (network) {
      case 'LINKEDIN':
        return `2-${Buffer.from(this.random.letters(30, BASE64URL)).toString('base64')}`;
      case 'WHATSAPP':
        return `3EB0${this.random.letters(18, HEX)}`;
      case 'TELEGRAM':
        return this.digits(7);
      case 'SLACK':
        return `17${this.digits(8)}.${this.digits(6)}`;
      default:
        return `mid.$c${this.random.letters(24, BASE64URL)}`;
    }
  }

  digits(count: number): string {
    return this.random.letters(1, '123456789') + this.random.letters(count - 1, DIGITS);
  }
}

/** WhatsApp's id of a phone number (E.164). */
export function whatsAppId(phone: string): string {
  return `${phone.replace(/\D/g, '')}@s.whatsapp.net`;
}
