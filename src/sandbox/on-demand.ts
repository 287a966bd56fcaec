/** An object whose values are each made when they are first looked at, and stay. */
export function onDemand<Made extends object>(
  making: { readonly [Name in keyof Made]: () => Made[Name] },
): Made {
  const made = {};
  for (const [name, make] of Object.entries<() => unknown>(making)) {
    Object.defineProperty(made, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = make();
        Object.defineProperty(made, name, { enumerable: true, value });
        return value;
      },
    });
  }
  return made as Made;
}
