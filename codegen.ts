import type { CodegenConfig } from '@graphql-codegen/cli';

/** Types the examples that GraphiQL opens with, so that tests send the very documents that a newcomer sends. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/operations/*.graphql',
  emitLegacyCommonJSImports: false,
  importExtension: '.ts',
  generates: {
    'test/support/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { DateTime: 'string', URL: 'string', File: 'never' },
      },
    },
  },
};

export default config;
