import { builder } from './builder.ts';

/** An enum whose every value says what it means to a client. The type argument makes the compiler name missing values. */
export function enumType<Value extends string>(
  name: string,
  description: string,
  values: Record<Value, string>,
) {
  const described = Object.fromEntries(
    Object.entries<string>(values).map(([value, meaning]) => [value, { description: meaning }]),
  ) as Record<Value, { description: string }>;
  return builder.enumType(name, { description, values: described });
}
