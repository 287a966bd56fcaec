/** For each method, how to make the new one from the original. */
export type Replacements<Port> = {
  readonly [Name in keyof Port]?: (original: NonNullable<Port[Name]>) => NonNullable<Port[Name]>;
};

/** A port with some methods replaced, each made from its original. A method that the port does not have stays absent. */
export function replacing<Port extends object>(port: Port, replacements: Replacements<Port>): Port {
  const members = port as Record<string, unknown>;
  const make = replacements as Record<string, ((original: unknown) => unknown) | undefined>;
  const result: Record<string, unknown> = {};
  for (const name of memberNames(port)) {
    const member = members[name];
    if (member === undefined) continue;
    const bound = typeof member === 'function' ? member.bind(port) : member;
    result[name] = make[name]?.(bound) ?? bound;
  }
  return result as Port;
}

/** Own and inherited: a port may be an object or an instance of a class. */
function memberNames(port: object): readonly string[] {
  const parent = Object.getPrototypeOf(port);
  const inherited = parent === null || parent === Object.prototype ? [] : memberNames(parent);
  return [...inherited, ...Object.getOwnPropertyNames(port)].filter((name) => name !== 'constructor');
}
