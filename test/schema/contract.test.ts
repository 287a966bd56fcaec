import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/schema/index.ts';
import { sdl } from '../../src/schema/sdl.ts';

const contract = buildSchema(readFileSync(new URL('contract.graphql', import.meta.url), 'utf8'));

const own = (types: Record<string, GraphQLNamedType>) =>
  Object.values(types).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type));

/** What a client may rely on of a type, as lines that can be compared. */
function promises(type: GraphQLNamedType): string[] {
  const { name } = type;
  if (isEnumType(type)) return type.getValues().map((value) => `enum ${name}.${value.name}`);
  if (isUnionType(type)) return type.getTypes().map((member) => `union ${name} = ${member.name}`);
  if (isInputObjectType(type)) {
    return [
      `input ${name}${type.isOneOf ? ' @oneOf' : ''}`,
      ...Object.values(type.getFields()).map((field) => `input ${name}.${input(field)}`),
    ];
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    const kind = isObjectType(type) ? 'type' : 'interface';
    return [
      `${kind} ${name}`,
      ...type.getInterfaces().map((parent) => `${kind} ${name} implements ${parent.name}`),
      ...Object.values(type.getFields()).flatMap((field) => output(`${kind} ${name}`, field)),
    ];
  }
  return [`scalar ${name}`];
}

function output(type: string, field: GraphQLField<unknown, unknown>): string[] {
  return [
    `${type}.${field.name}: ${field.type}`,
    ...field.args.map((argument) => `${type}.${field.name}(${input(argument)})`),
  ];
}

const input = ({ name, type, defaultValue }: GraphQLArgument | GraphQLInputField) =>
  `${name}: ${type}${defaultValue === undefined ? '' : ` = ${JSON.stringify(defaultValue)}`}`;

describe('the emitted schema', () => {
  it.each(own(contract.getTypeMap()).map((type) => [type.name, type] as const))(
    'keeps what the contract says of %s',
    (name, promised) => {
      const emitted = schema.getType(name);
      expect(emitted, `${name} is missing`).toBeDefined();
      expect(emitted && promises(emitted)).toEqual(expect.arrayContaining(promises(promised)));
    },
  );

  it('asks for nothing that the contract does not ask for', () => {
    const required = own(schema.getTypeMap()).flatMap((type) => {
      if (isInputObjectType(type)) {
        return Object.values(type.getFields())
          .filter(isRequired)
          .map((field) => `${type.name}.${field.name}`);
      }
      if (!isObjectType(type)) return [];
      return Object.values(type.getFields()).flatMap((field) =>
        field.args.filter(isRequired).map((argument) => `${type.name}.${field.name}(${argument.name})`),
      );
    });
    const allowed = own(contract.getTypeMap()).flatMap(promises).join('\n');
    expect(
      required.filter(
        (what) => !new RegExp(`${what.replace(/[().]/g, '\\$&').replace('\\)', '')}: .*!`).test(allowed),
      ),
    ).toEqual([]);
  });

  it('describes every type, field, argument, input field and enum value', () => {
    const undescribed = own(schema.getTypeMap()).flatMap((type) => [
      ...(type.description ? [] : [type.name]),
      ...parts(type)
        .filter(([, description]) => !description)
        .map(([part]) => `${type.name}.${part}`),
    ]);
    expect(undescribed).toEqual([]);
  });

  it('is the one that is committed', () => {
    const committed = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
    expect(sdl(), 'run: npm run codegen').toBe(committed);
  });
});

const isRequired = ({ type, defaultValue }: GraphQLArgument | GraphQLInputField) =>
  String(type).endsWith('!') && defaultValue === undefined;

function parts(type: GraphQLNamedType): (readonly [string, string | null | undefined])[] {
  if (isEnumType(type)) return type.getValues().map((value) => [value.name, value.description]);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => [field.name, field.description]);
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    return Object.values(type.getFields()).flatMap((field) => [
      [field.name, field.description],
      ...field.args.map((argument) => [`${field.name}(${argument.name})`, argument.description] as const),
    ]);
  }
  return [];
}
