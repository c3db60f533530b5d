// Writes what the app knows of the API from the contract, ../shared/httpapi/openapi.yaml:
// its types (src/api/schema.ts), and its limits and lists of values (src/api/values.ts).
// With --check it writes nothing, and fails when either is stale.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

const contract = parse(readFileSync(new URL('../shared/httpapi/openapi.yaml', import.meta.url), 'utf8'));
const { schemas } = contract.components;
const header =
  '// Generated from shared/httpapi/openapi.yaml by generate.js; to change it, change that and run: npm run generate\n\n';

// Paths aren't wanted: a request names the schemas of its body and its reply.
async function types() {
  const document = { openapi: contract.openapi, info: contract.info, paths: {}, components: { schemas } };
  return header + astToString(await openapiTS(document, { rootTypes: true, rootTypesNoSchemaPrefix: true }));
}

const refPrefix = '#/components/schemas/';
const nameIn = (schema) => schema.$ref?.slice(refPrefix.length);
const resolve = (schema) => (schema.$ref ? schemas[nameIn(schema)] : schema);
const camel = (name) => name[0].toLowerCase() + name.slice(1);

/** The names of the schemas that requests are made of. */
function inRequests() {
  const names = new Set();
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return;
    const name = nameIn(node);
    if (name !== undefined && !names.has(name)) {
      names.add(name);
      visit(schemas[name]);
    }
    Object.values(node).forEach(visit);
  };
  for (const path of Object.values(contract.paths)) {
    for (const operation of Object.values(path)) visit(operation.requestBody);
  }
  return names;
}

const bounds = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems', 'maxProperties'];

/** What a value must keep to; undefined where there is nothing. An object of another name has limits of its own. */
function limitsOf(schema) {
  const limits = {};
  for (const bound of bounds) if (schema[bound] !== undefined) limits[bound] = schema[bound];
  const add = (name, part) => {
    if (part.$ref && resolve(part).properties) return;
    const found = limitsOf(resolve(part));
    if (found) limits[name] = found;
  };
  for (const [name, part] of Object.entries(schema.properties ?? {})) add(name, part);
  if (schema.items) add('items', schema.items);
  Object.assign(limits, schema['x-limits']);
  return Object.keys(limits).length > 0 ? limits : undefined;
}

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object') return String(value);
  return `{ ${Object.entries(value)
    .map(([name, part]) => `${name}: ${literal(part)}`)
    .join(', ')} }`;
}

function constant(name, description, value) {
  const comment = description ? `/** ${description.trim().replace(/\s+/g, ' ')} */\n` : '';
  return `${comment}export const ${name} = ${literal(value)} as const;\n`;
}

function values() {
  const lists = Object.entries(schemas)
    .filter(([, schema]) => schema.enum)
    .map(([name, schema]) => constant(`${camel(name)}Values`, schema.description, schema.enum));
  const sent = inRequests();
  const limits = Object.entries(schemas)
    .filter(([name]) => sent.has(name))
    .flatMap(([name, schema]) => {
      const found = limitsOf(schema);
      return found ? [constant(`${camel(name)}Limits`, undefined, found)] : [];
    });
  return header + lists.join('') + '\n' + limits.join('');
}

function formatted(name, text) {
  const biome = new URL('node_modules/.bin/biome', import.meta.url).pathname;
  const { status, stdout, stderr } = spawnSync(biome, ['format', `--stdin-file-path=${name}`], { input: text });
  if (status !== 0) throw new Error(`formatting ${name}: ${stderr}`);
  return stdout.toString();
}

const files = { 'src/api/schema.ts': await types(), 'src/api/values.ts': values() };
const check = process.argv.includes('--check');
for (const [name, written] of Object.entries(files)) {
  const file = new URL(name, import.meta.url);
  const text = formatted(name, written);
  if (!check) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`web/${name} is stale: shared/httpapi/openapi.yaml has changed. Run: npm run generate`);
    process.exitCode = 1;
  }
}
