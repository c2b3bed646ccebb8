import { isJsonObject, type JsonObject } from '../json.ts';
import { normalizeModelName } from '../models/modelName.ts';
import { parseModelRef } from '../models/modelRef.ts';
import { readTierRef } from '../models/tierRef.ts';
import { isRouteId } from '../routeId.ts';
import { closest } from '../text/closest.ts';
import { otherLettersCode, type RefusedFile, refusalCode } from '../text/otherLetters.ts';
import { plainLines } from '../text/plainLines.ts';
import type { Problem } from '../text/problem.ts';
import { readYaml } from '../text/yamlSource.ts';
import type { PlacedRule } from '../tools/readToolRules.ts';
import { jsonFault } from './jsonLines.ts';
import { readProviderName } from './providerName.ts';
import { nodeAt, type SourceNode, yamlNode } from './sourceNode.ts';
import type { SourcePlace, Suite } from './suite.ts';
import type { SuiteFiles } from './suiteFiles.ts';
import { baseName, extensionOf, folderOf, resolvePath, withoutScheme } from './suitePath.ts';

export interface SuiteOptions {
  /** The variables that templates reach as `env.NAME`; a suite never gets anything else of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The prompt file that plain data is run through. */
  readonly prompt?: string;
  /** Models (`provider/model`) that plain data is run on, in place of the prompt's own. */
  readonly models?: readonly string[];
  /** The model (`provider/model`) for each of the caller's own provider strings. */
  readonly providers?: Readonly<Record<string, string>>;
}

/** The number of rows that are read without a pause, which takes some ten milliseconds. */
const stepsAtOnce = 1000;

/** One reading of a suite: its files, and the problems that were found so far. */
export class SuiteReading {
  readonly file: string;
  readonly files: SuiteFiles;
  readonly options: SuiteOptions;
  readonly problems: Suite['problems'][number][] = [];
  /** The rules for tools that were found so far. */
  readonly rules: PlacedRule<SourcePlace>[] = [];
  /** The names of MCP servers that were found so far, with the first place of each. */
  readonly servers = new Map<string, SourcePlace>();
  /** `env` as templates see it; a suite's own `env:` map is added to it. */
  environment: JsonObject;
  #steps = 0;
  readonly #nodes = new Map<string, SourceNode>();
  /** The value from which `#/…` references start. */
  #root: SourceNode | undefined;

  constructor(file: string, files: SuiteFiles, options: SuiteOptions) {
    this.file = file;
    this.files = files;
    this.options = options;
    this.environment = { ...options.environment };
  }

  /** Gives other work a turn now and then; returns a promise only where one has to wait for it. */
  rest(): Promise<void> | undefined {
    this.#steps += 1;
    return this.#steps % stepsAtOnce === 0 ? this.files.pause?.() : undefined;
  }

  report(place: SourcePlace, code: string, message: string, severity: Problem['severity'] = 'error') {
    this.problems.push({ severity, code, message, range: place.range, file: place.file });
  }

  /** Reports a part that was asked for and is left out; the rest still runs, and the run is incomplete. */
  leaveOut(place: SourcePlace, what: string, advice = '') {
    this.report(place, 'unsupported', `${what} is not supported and is left out.${advice && ` ${advice}`}`, 'warning');
  }

  /** Reports a part that has no bearing on what is asked and checked. */
  passOver(place: SourcePlace, what: string) {
    this.report(place, 'ignored', `${what} is not supported and is left out.`, 'warning');
  }

  /** The model behind a name in promptfoo's spelling or ours; undefined when there is none. */
  modelOf(name: string): string | undefined {
    const own = this.options.providers ?? {};
    if (Object.hasOwn(own, name)) return own[name];
    if (readTierRef(name)) return name.trim();
    if (isRouteId(name)) return name;
    if (parseModelRef(name) && !name.slice(0, name.indexOf('/')).includes(':')) return normalizeModelName(name);
    return readProviderName(name);
  }

  /** The text behind a reference, relative to the file that names it. */
  async read(reference: string, from: SourcePlace): Promise<string | undefined> {
    const text = await this.readPath(resolvePath(from.file, withoutScheme(reference)), from);
    return text === undefined ? undefined : plainLines(text);
  }

  async readPath(path: string, from: SourcePlace): Promise<string | undefined> {
    const found = await this.files.read(path);
    if (found && 'text' in found) return found.text.replace(/^\uFEFF/, '');
    if (found) this.reportRefused(from, `The file "${path}"`, found);
    else
      await this.reportMissing(
        from,
        path,
        `There is no file "${path}": correct the path, which is relative to this file.`,
      );
    return undefined;
  }

  /** Reports a file that must not be read; `what` starts the sentence. */
  reportRefused(from: SourcePlace, what: string, found: RefusedFile) {
    this.report(from, refusalCode(found, 'refused-file'), `${what} is not read: ${found.refused}`);
  }

  /** Reports a missing file, and names the file of that folder with the most similar name: the cause is most often a slip, or capitals. */
  async reportMissing(from: SourcePlace, path: string, message: string): Promise<void> {
    const folder = folderOf(path);
    const beside = await this.files.glob(`${folder}*`).catch(() => []);
    const names = beside.map(baseName);
    const [near] = closest(path.slice(folder.length), names, 1);
    this.report(from, 'missing-file', near === undefined ? message : `${message} There is "${near}".`);
  }

  /** The files that a reference means: the one that it names, or those that fit its pattern. Paths start from `base`. */
  async pathsOf(reference: string, from: SourcePlace, base = from.file): Promise<readonly string[]> {
    const path = resolvePath(base, withoutScheme(reference));
    if (!/[*?{]/.test(path)) return [path];
    const found = await this.files.glob(path);
    if (found.length > 0) return found;
    const [near] = await this.files.glob(resolvePath(base, inAnyCapitals(withoutScheme(reference))));
    const message = `No file fits "${reference}"`;
    if (near === undefined) this.report(from, 'missing-file', `${message}.`);
    else this.report(from, otherLettersCode, `${message}: there is "${near}". Write its name with the same capitals.`);
    return found;
  }

  /** A YAML or JSON file, named from another one, as values with places. */
  async load(reference: string, from: SourcePlace): Promise<SourceNode | undefined> {
    return this.loadPath(resolvePath(from.file, withoutScheme(reference)), from);
  }

  async loadPath(path: string, from: SourcePlace): Promise<SourceNode | undefined> {
    const known = this.#nodes.get(path);
    if (known) return known;
    const text = await this.readPath(path, from);
    if (text === undefined) return undefined;
    const node = this.parse(path, text);
    this.#nodes.set(path, node);
    return node;
  }

  parse(path: string, text: string): SourceNode {
    const yaml = readYaml(text, 0, { shape: 'any', merge: true });
    // YAML would accept much that is no JSON, and read something other than what was meant.
    const fault = extensionOf(path) === 'json' ? jsonFault(text) : undefined;
    const found = fault === undefined || yaml.isBroken ? yaml.problems : [...yaml.problems, fault];
    for (const problem of found) this.problems.push({ ...problem, file: path });
    const node = yamlNode(path, yaml);
    this.#root ??= node;
    return node;
  }

  /** True when a value stands for another one. Most do not, and then nothing has to be waited for. */
  isReference({ value }: SourceNode): boolean {
    return typeof value === 'string'
      ? value.startsWith('file://')
      : isJsonObject(value) && Object.hasOwn(value, '$ref');
  }

  /** The value that a value stands for: itself, the part that its `$ref` names, or the file behind `file://`. */
  async follow(node: SourceNode, depth = 0): Promise<SourceNode> {
    const { value } = node;
    const reference = isJsonObject(value) ? value['$ref'] : undefined;
    if (depth > 20) {
      this.report(node.place, 'circular-reference', 'This reference leads in a circle.');
      return node.child('');
    }
    if (typeof reference === 'string') return this.#refer(node, reference, depth);
    if (typeof value !== 'string' || !/^file:\/\/.*\.(?:ya?ml|json)$/i.test(value)) return node;
    const loaded = await this.load(value, node.place);
    return loaded ? this.follow(loaded, depth + 1) : node.child('');
  }

  async #refer(node: SourceNode, reference: string, depth: number): Promise<SourceNode> {
    const hash = reference.indexOf('#');
    const path = hash < 0 ? reference : reference.slice(0, hash);
    const root = path === '' ? this.#root : await this.load(path, node.place);
    const target = root && nodeAt(root, hash < 0 ? '' : reference.slice(hash + 1));
    if (target && target.value !== null) return this.follow(target, depth + 1);
    this.report(node.place, 'missing-reference', `Nothing stands at "${reference}".`);
    return node.child('');
  }
}

/** Makes a pattern fit names in capitals as well as in small letters; the text in brackets stays as it is. */
function inAnyCapitals(pattern: string): string {
  const ofBoth = (letter: string) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`;
  return pattern.replace(/\[[^\]]*\]|[a-z]/gi, (found) => (found.startsWith('[') ? found : ofBoth(found)));
}
