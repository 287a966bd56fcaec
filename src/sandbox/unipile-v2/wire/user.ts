import { type Account, type Contact, distanceTo, idIn, type Product } from '../world.ts';

/** A User (unipile-v2.md §5.3). */
export function userJson(
  baseUrl: string,
  account: Account,
  contact: Contact,
  product: Product,
): Record<string, unknown> {
  const id = idIn(contact, product);
  const { person } = contact;
  return {
    object: 'User',
    id,
    type: contact.type,
    display_name: contact.name,
    ...(person === null
      ? {}
      : { first_name: person.firstName, last_name: person.lastName, public_identifier: person.handle }),
    ...(account.provider === 'linkedin' ? { profile_url: profileUrl(contact) } : {}),
    ...(person === null
      ? {}
      : { description: person.headline, private_picture_download_url: pictureUrl(baseUrl, account, id) }),
    specifics: {
      ...(account.provider === 'linkedin' ? { network_distance: distanceTo(account, contact) } : {}),
      ...(person === null ? {} : { location: person.location }),
      is_open_profile: contact.isOpenProfile,
      can_send_inmail: !contact.refusesMessages,
    },
  };
}

function profileUrl(contact: Contact): string {
  if (contact.type === 'organization') return `https://www.linkedin.com/company/${contact.ids.classic}`;
  return `https://www.linkedin.com/in/${contact.person?.handle ?? contact.ids.classic}`;
}

function pictureUrl(baseUrl: string, account: Account, id: string): string {
  return `${baseUrl}/${account.id}/users/${encodeURIComponent(id)}/picture`;
}
