import type { Person } from '../people.ts';
import { notFound, UnipileError } from './errors.ts';
import { whatsAppId } from './ids.ts';
import type { Stage } from './stage.ts';
import type { Account, Product } from './world/account.ts';
import type { Contact } from './world/contact.ts';
import { contactOf, productOfId } from './world/people.ts';

// Everybody with such a number is on WhatsApp, whether invented yet or not; nobody else is.
const WHATSAPP_NUMBER = /^155501\d{5}$/;

/** Finds a user by what GET /users/{identifier} takes: a public or a provider id, a phone number. Throws resource_not_found. */
export function findUser(stage: Stage, account: Account, identifier: string): Contact {
  if (account.network === 'WHATSAPP') {
    const number = identifier.replace(/@s\.whatsapp\.net$/, '').replace(/\D/g, '');
    const contact = whatsAppContact(stage, number);
    if (contact === undefined) throw notFound('User');
    return contact;
  }
  const found = stage.world.contacts.find(
    (contact) =>
      contact.network === account.network &&
      !contact.linkedIn?.isCompany &&
      (contact.publicIdentifier === identifier ||
        productOfId(contact, identifier) !== null ||
        contact.messagingId === identifier ||
        (account.network === 'TELEGRAM' && contact.person.phone.slice(1) === identifier.replace(/\D/g, ''))),
  );
  if (found === undefined) throw notFound('User');
  return found;
}

/** A company by its public identifier or id. Throws resource_not_found. */
export function findCompany(stage: Stage, identifier: string): Contact {
  const found = stage.world.contacts.find(
    ({ linkedIn, publicIdentifier, providerId }) =>
      linkedIn?.isCompany === true && (publicIdentifier === identifier || providerId === identifier),
  );
  if (found === undefined) throw notFound('Company');
  return found;
}

/** Whom an id in `attendees_ids` means (unipile-v1.md §5.2, §8.1). Throws invalid_recipient. */
export function findRecipient(stage: Stage, account: Account, product: Product, id: string): Contact {
  const contacts = stage.world.contacts.filter(({ network }) => network === account.network);
  switch (account.network) {
    case 'WHATSAPP': {
      const contact = id.endsWith('@s.whatsapp.net')
        ? whatsAppContact(stage, id.replace(/@.*/, ''))
        : undefined;
      return contact ?? refuse('There is nobody on WhatsApp with this id.');
    }
    case 'INSTAGRAM': {
      const contact = contacts.find(({ messagingId }) => messagingId === id);
      return contact ?? refuse('Instagram wants the provider_messaging_id of a user.');
    }
    case 'LINKEDIN': {
      const contact = contacts.find((other) => other.messagingId === id || productOfId(other, id) !== null);
      if (contact === undefined) return refuse('There is nobody with this id.');
      const rightOne = contact.messagingId === id || contact.linkedIn?.ids[product] === id;
      return rightOne ? contact : refuse(`This is the person’s id in another product than ${product}.`);
    }
    default:
      return contacts.find(({ providerId }) => providerId === id) ?? refuse('There is nobody with this id.');
  }
}

function refuse(detail: string): never {
  throw new UnipileError('invalid_recipient', detail);
}

function whatsAppContact(stage: Stage, number: string): Contact | undefined {
  const { world, ids, random } = stage;
  const phone = `+${number}`;
  const known = world.contacts.find(
    ({ network, providerId }) => network === 'WHATSAPP' && providerId === whatsAppId(phone),
  );
  if (known !== undefined || !WHATSAPP_NUMBER.test(number)) return known;
  const contact = contactOf('WHATSAPP', unknownPerson(phone), ids, random);
  world.contacts.push(contact);
  return contact;
}

// All that is known of somebody who was never written to.
function unknownPerson(phone: string): Person {
  return {
    firstName: phone,
    lastName: '',
    name: phone,
    handle: phone.slice(1),
    headline: '',
    role: '',
    company: '',
    location: '',
    email: '',
    phone,
    colours: [
      [120, 120, 130],
      [200, 200, 205],
    ],
  };
}
