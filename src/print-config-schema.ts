import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from './config.ts';

const path = join(import.meta.dirname, '../schema/config.schema.json');
writeFileSync(path, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
