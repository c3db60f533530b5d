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

// Without paths: callers name the schemas of bodies and responses themselves.
async function types() {
  const document = { openapi: contract.openapi, info: contract.info, paths: {}, components: { schemas } };
  return header + astToString(await openapiTS(document, { rootTypes: true, rootTypesNoSchemaPrefix: true }));
}

const refPrefix = '#/components/schemas/';
const nameIn = (schema) => schema.$ref?.slice(refPrefix.length);
const camel = (name) => name[0].toLowerCase() + name.slice(1);
const pascal = (name) => name[0].toUpperCase() + name.slice(1);

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

/**
 * What a value must keep to, such as [['questionsMaxItems', 200]]. A schema of another name has limits of its own.
 * Each is a constant by itself, so that students download those that they need and no others.
 */
function limitsOf(schema) {
  const limits = bounds.filter((bound) => schema[bound] !== undefined).map((bound) => [bound, schema[bound]]);
  const add = (name, part) => {
    if (part.$ref) return;
    for (const [bound, limit] of limitsOf(part)) limits.push([name + pascal(bound), limit]);
  };
  for (const [name, part] of Object.entries(schema.properties ?? {})) add(name, part);
  if (schema.items) add('items', schema.items);
  for (const either of schema.anyOf ?? []) if (!either.$ref) limits.push(...limitsOf(either));
  return [...limits, ...Object.entries(schema['x-limits'] ?? {})];
}

/** The limits of numbers in queries, named by the operation unless several share the parameter. */
function* inQueries() {
  for (const parameter of Object.values(contract.components.parameters)) yield [parameter.name, parameter.schema];
  for (const path of Object.values(contract.paths)) {
    for (const { operationId, parameters = [] } of Object.values(path)) {
      for (const p of parameters) if (p.in === 'query') yield [operationId + pascal(p.name), p.schema];
    }
  }
}

const list = (schema) => `[${schema.enum.map((value) => `'${value}'`).join(', ')}] as const`;

function values() {
  let text = header;
  for (const [name, schema] of Object.entries(schemas)) {
    if (!schema.enum) continue;
    if (schema.description) text += `/** ${schema.description} */\n`;
    text += `export const ${camel(name)}Values = ${list(schema)};\n`;
  }
  const sent = inRequests();
  for (const [name, schema] of Object.entries(schemas)) {
    if (!sent.has(name) && !schema['x-limits']) continue;
    const limits = limitsOf(schema);
    if (limits.length > 0) text += '\n';
    for (const [bound, limit] of limits) text += `export const ${camel(name)}${pascal(bound)} = ${limit};\n`;
  }
  text += '\n';
  for (const [name, schema] of inQueries()) {
    if (schema.maximum !== undefined) text += `export const ${name}Maximum = ${schema.maximum};\n`;
  }
  return text;
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
