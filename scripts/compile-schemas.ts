import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';

/** The schemas whose validators run in Tidewaiter itself, by the name of the function that checks them. */
const SCHEMAS = {
  validateConfiguration: 'schema/tidewaiter.schema.json',
  validateExemptions: 'schema/exemptions.schema.json',
};

export const VALIDATORS_FILE = 'src/base/validators.generated.js';

/** The validators as one ES module that imports nothing: compiling a schema at run time costs more than a whole small run. */
export function compileSchemas(readSchema: (file: string) => string): string {
  const ajv = new Ajv({
    allErrors: true,
    // The messages name the key's own examples and descriptions.
    verbose: true,
    allowUnionTypes: true,
    code: { source: true, esm: true, lines: true },
  });
  const names: Record<string, string> = {};
  for (const [name, file] of Object.entries(SCHEMAS)) {
    const schema = JSON.parse(readSchema(file));
    ajv.addSchema(schema);
    names[name] = schema.$id;
  }
  const code = standalone.default(ajv, names);
  if (/\brequire\(/.test(code))
    throw new Error('a keyword of the schemas needs code of ajv at run time: use another keyword');
  return `// Made by scripts/compile-schemas.ts from schema/: do not edit.\n${code}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = new URL('../', import.meta.url);
  writeFileSync(
    new URL(VALIDATORS_FILE, root),
    compileSchemas((file) => readFileSync(new URL(file, root), 'utf8')),
  );
}
