import { checkFileSchema } from '../dataset/fileSchema.ts';
import { modelAt } from '../dataset/modelAt.ts';
import { readTrust } from '../dataset/readTrust.ts';
import { itemsOf, type SourceNode, textOf, textsOf } from '../dataset/sourceNode.ts';
import type { SuiteFiles } from '../dataset/suiteFiles.ts';
import { SuiteReading } from '../dataset/suiteReading.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { Tier } from '../pricing/catalog.ts';
import { formatCount } from '../text/formatCount.ts';
import { readMcpServers } from '../tools/mcp/readMcpServers.ts';
import { lintRoutes } from './lintRoutes.ts';
import type { ProjectFile, VariantRule } from './projectFile.ts';
import { readRoute } from './readRoute.ts';
import type { Route } from './route.ts';

const longestFile = 1_000_000;
/** The most routes that are read: nobody can name more, and finding their places takes too long. */
const mostRoutes = 10_000;

const tiers: readonly Tier[] = ['frontier', 'mid', 'fast'];

/** Reads `polyprompt.yaml`. Never throws: a fault is a problem at its place, and the rest still counts. */
export async function readProjectFile(file: string, text: string, files: SuiteFiles): Promise<ProjectFile> {
  const reading = new SuiteReading(file, files, {});
  const isTooLarge = text.length > longestFile;
  if (isTooLarge)
    reading.report(
      { file, range: { start: 0, end: 0 } },
      'too-large',
      'This file is larger than 1 MB: it is not read.',
    );
  const root = reading.parse(file, isTooLarge ? '' : text);
  if (root.value !== null && !isJsonObject(root.value))
    reading.report(root.place, 'not-a-map', 'This file is a map: start with "routes:".');
  else if (root.value !== null) await checkFileSchema(reading, root, 'project');
  const routes = new Map<string, Route>();
  const written = entriesOf(root.child('routes'));
  if (written.length > mostRoutes) {
    const message = `This file has ${formatCount(written.length)} routes; at most ${formatCount(mostRoutes)} are read.`;
    reading.report(root.keyPlace('routes'), 'too-many-routes', message);
  }
  for (const [name, node] of written.slice(0, mostRoutes)) {
    const route = await readRoute(reading, name, node);
    if (route) routes.set(name, route);
  }
  lintRoutes(reading, routes);
  const schemas = await readSchemas(reading, root.child('schemas'));
  return {
    routes,
    tiers: readTiers(root.child('tiers')),
    variants: readVariants(root),
    schemas,
    mcpServers: readMcpServers(root.child('mcpServers'), (place, code, message, severity) =>
      reading.report(place, code, message, severity),
    ),
    ...defined({
      judge: modelAt(reading, root.child('judge')),
      trust: readTrust(reading, root.child('trust')),
      embedder: modelAt(reading, root.child('embedder')),
    }),
    problems: reading.problems,
  };
}

/** Reads schemas by name: written here, or in a JSON or YAML file. */
async function readSchemas(reading: SuiteReading, node: SourceNode): Promise<ReadonlyMap<string, JsonValue>> {
  const schemas = new Map<string, JsonValue>();
  for (const [name, written] of entriesOf(node)) {
    const path = textOf(written);
    const source = path === undefined ? written : await reading.load(path, written.place);
    if (source && source.value !== null) schemas.set(name, source.value);
  }
  return schemas;
}

function entriesOf(node: SourceNode): readonly (readonly [string, SourceNode])[] {
  return isJsonObject(node.value) ? Object.keys(node.value).map((key) => [key, node.child(key)] as const) : [];
}

function readTiers(node: SourceNode): ReadonlyMap<Tier, readonly string[]> {
  return new Map(
    tiers.flatMap((tier) => {
      const models = itemsOf(node.child(tier)).flatMap(textsOf);
      return models.length > 0 ? [[tier, models] as const] : [];
    }),
  );
}

function readVariants(root: SourceNode): readonly VariantRule[] {
  const node = root.child('variants');
  return entriesOf(node).flatMap(([pattern, value]) => {
    const variant = textOf(value);
    return variant === undefined ? [] : [{ pattern, variant, range: node.keyPlace(pattern).range }];
  });
}
