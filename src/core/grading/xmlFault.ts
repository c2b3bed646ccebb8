const nameStart =
  ':_A-Za-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}' +
  '\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const name = `[${nameStart}][${nameStart}.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}-]*`;
const value = '(?:"[^<"]*"|\'[^<\']*\')';

const declaration = sticky(
  `<\\?xml\\s+version\\s*=\\s*(?:"1\\.\\d+"|'1\\.\\d+')(?:\\s+encoding\\s*=\\s*${value})?(?:\\s+standalone\\s*=\\s*["'](?<standalone>yes|no)["'])?\\s*\\?>`,
);
const doctype = sticky(`<!DOCTYPE\\s+${name}(?<external>\\s+(?:SYSTEM|PUBLIC\\s+${value})\\s+${value})?\\s*>`);
const comment = sticky('<!--(?:(?!--)[^])*-->');
const instruction = sticky(`<\\?(?![xX][mM][lL][\\s?])${name}(?:\\s(?:(?!\\?>)[^])*)?\\?>`);
const cdata = sticky('<!\\[CDATA\\[(?:(?!\\]\\]>)[^])*\\]\\]>');
const endTag = sticky(`</(?<name>${name})\\s*>`);
const startTag = sticky(`<(?<name>${name})(?<attributes>(?:\\s+${name}\\s*=\\s*${value})*)\\s*(?<closed>/?)>`);
const attribute = new RegExp(`(?<name>${name})\\s*=\\s*(?<value>${value})`, 'gu');
const reference = new RegExp(`&(?:#x(?<hex>[0-9a-fA-F]{1,6});|#(?<decimal>\\d{1,7});|(?<name>${name});)?`, 'gu');
const text = sticky('[^<]+');
const forbidden = /(?![\t\n\r\x7F-\x9F])\p{Cc}|[\uFFFE\uFFFF\p{Cs}]/u;
const predefined = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);

function sticky(pattern: string): RegExp {
  return new RegExp(pattern, 'uy');
}

/** The fault that keeps a text from being one well-formed XML document, with its line; undefined for a well-formed one. */
export function xmlFault(document: string): string | undefined {
  const reader = new XmlReader(document.replace(/^\uFEFF/, ''));
  try {
    reader.read();
    return undefined;
  } catch (error) {
    if (error instanceof XmlFault) return `${error.message} (line ${reader.line})`;
    throw error;
  }
}

class XmlFault extends Error {}

interface OpenElement {
  readonly name: string;
  readonly prefixes: ReadonlySet<string>;
}

class XmlReader {
  readonly #document: string;
  readonly #open: OpenElement[] = [];
  #at = 0;
  #hasRoot = false;
  #hasDoctype = false;
  /** True when names that are not declared here may be declared by a document type elsewhere. */
  #knowsMoreEntities = false;

  constructor(document: string) {
    this.#document = document;
  }

  /** The line of the reader, from 1. */
  get line(): number {
    return this.#document.slice(0, this.#at).split('\n').length;
  }

  read(): void {
    if (forbidden.test(this.#document)) throw new XmlFault('a character that XML does not allow');
    const isStandalone = this.#take(declaration)?.['standalone'] === 'yes';
    while (this.#at < this.#document.length) this.#part(isStandalone);
    const open = this.#open.at(-1);
    if (open) throw new XmlFault(`<${open.name}> is not closed`);
    if (!this.#hasRoot) throw new XmlFault('it has no element');
  }

  #part(isStandalone: boolean): void {
    const isInside = this.#open.length > 0;
    if (this.#take(comment) || this.#take(instruction) || (isInside && this.#take(cdata))) return;
    const type = this.#hasRoot || this.#hasDoctype ? undefined : this.#take(doctype);
    if (type) {
      this.#hasDoctype = true;
      this.#knowsMoreEntities = type['external'] !== undefined && !isStandalone;
      return;
    }
    if (this.#take(endTag, (found) => this.#close(found))) return;
    if (this.#take(startTag, (found) => this.#start(found))) return;
    if (this.#document.startsWith('<!DOCTYPE', this.#at))
      throw new XmlFault('a document type that cannot be read, or that declares something itself');
    if (this.#document[this.#at] === '<') throw new XmlFault('a tag that cannot be read');
    this.#text(isInside);
  }

  #text(isInside: boolean): void {
    text.lastIndex = this.#at;
    const [found = ''] = text.exec(this.#document) ?? [];
    if (!isInside && /[^ \t\r\n]/.test(found)) throw new XmlFault('text outside of the root element');
    if (found.includes(']]>')) throw new XmlFault('"]]>" in a text');
    this.#references(found);
    this.#at += found.length;
  }

  #start(found: Groups): void {
    if (this.#open.length === 0 && this.#hasRoot) throw new XmlFault('a second root element');
    this.#hasRoot = true;
    const element = found['name'] ?? '';
    const prefixes = this.#attributes(element, found['attributes'] ?? '');
    if (found['closed'] === '') this.#open.push({ name: element, prefixes });
  }

  #close(found: Groups): void {
    const open = this.#open.pop();
    if (open?.name !== found['name']) throw new XmlFault(`</${found['name']}> closes nothing that is open`);
  }

  /** Reads the attributes of an element; gives the prefixes that hold within it. */
  #attributes(element: string, written: string): ReadonlySet<string> {
    const names: string[] = [];
    for (const { groups = {} } of written.matchAll(attribute)) {
      names.push(groups['name'] ?? '');
      this.#references(groups['value'] ?? '');
    }
    if (new Set(names).size < names.length) throw new XmlFault(`<${element}> has an attribute twice`);
    const declared = names.filter((found) => found.startsWith('xmlns:')).map((found) => found.slice('xmlns:'.length));
    const prefixes = new Set([...(this.#open.at(-1)?.prefixes ?? ['xml', 'xmlns']), ...declared]);
    for (const qualified of [element, ...names]) {
      const [prefix = '', ...local] = qualified.split(':');
      if (local.length === 0) continue;
      if (local.length > 1 || local[0] === '' || !prefixes.has(prefix))
        throw new XmlFault(`nothing declares the prefix of "${qualified}"`);
    }
    return prefixes;
  }

  #references(written: string): void {
    for (const { 0: found, groups = {} } of written.matchAll(reference)) {
      const { hex, decimal, name: entity } = groups;
      const code = hex === undefined ? (decimal === undefined ? undefined : Number(decimal)) : Number.parseInt(hex, 16);
      const isKnown =
        code === undefined
          ? entity !== undefined && (this.#knowsMoreEntities || predefined.has(entity))
          : code > 0 && code <= 0x10ffff && !forbidden.test(String.fromCodePoint(code));
      if (!isKnown) throw new XmlFault(found === '&' ? '"&" without an entity' : `nothing declares ${found}`);
    }
  }

  #take(pattern: RegExp, act?: (found: Groups) => void): Groups | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#document);
    if (found === null) return undefined;
    const groups = found.groups ?? {};
    act?.(groups);
    this.#at += found[0].length;
    return groups;
  }
}

type Groups = Readonly<Record<string, string | undefined>>;
