import type { Stage } from './stage.ts';
import { opaqueId, profileKey, profileUrl } from './urls.ts';
import type { Person } from './world.ts';

/** Somebody who is to be there. */
export interface Newcomer {
  name: string;
  /** By default one that is made of the name. */
  personUrl?: string;
  /** Whether they can be written to; true when left out. */
  messageable?: boolean;
}

/** Somebody joins LinkedIn. Throws where the name or the address cannot be, or somebody has the address already. */
export function join({ world, random }: Stage, { name, personUrl, messageable = true }: Newcomer): Person {
  if (typeof name !== 'string' || name.trim() === '') throw new Error('A person has a name.');
  const id = opaqueId(random);
  const publicUrl = personUrl ?? profileUrl(handleOf(name) || id);
  if (profileKey(publicUrl) === null) throw new Error('This is no address of a LinkedIn profile.');
  if (world.person(publicUrl) !== undefined) throw new Error('Somebody is at this address already.');
  const unsaid = { headline: '', location: '', position: '', companyName: '' };
  const person = { id, publicUrl, hashedUrl: profileUrl(id), name, messageable, ...unsaid };
  world.people.push(person);
  return person;
}

function handleOf(name: string): string {
  const letters = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return letters.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}
