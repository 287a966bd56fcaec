import fc from 'fast-check';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What vendors do to a value, sooner or later: leave it out, or send something else. */
export const odd: fc.Arbitrary<Json | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom<Json>(null, true, 0, -1, 1e308, '', '0', 'HOLOGRAM', 'constructor', '__proto__', [], {}, [
    null,
  ]),
  fc.string(),
  fc.double(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);

/** The same JSON with one of its values changed, by number of their order, or left out where the value is undefined. */
export function mutated(body: Json, choice: number, value: Json | undefined): Json {
  const copy = structuredClone(body);
  const places = placesIn(copy);
  const place = places[choice % places.length];
  if (place === undefined) return copy;
  const { parent, key } = place;
  if (value === undefined && !Array.isArray(parent)) delete parent[key];
  else (parent as Record<string, Json>)[key] = value ?? null;
  return copy;
}

interface Place {
  readonly parent: Json[] | { [key: string]: Json };
  readonly key: string;
}

function placesIn(node: Json): Place[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, child]) => [{ parent: node, key }, ...placesIn(child)]);
}
