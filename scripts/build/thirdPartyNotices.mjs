// THIRD-PARTY-NOTICES: the licence of every package that has a part in a bundle, and of what is copied beside the bundles.
import { readdirSync, readFileSync } from 'node:fs';

/** The usual words of a licence, for packages that name it and have no file with its text. */
const usualWords = {
  MIT: (holder) => `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
};

/** The folders of the packages that files inside node_modules belong to, each once. */
export function packageFolders(files) {
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'))?.[0]);
  return [...new Set(folders)].filter((folder) => folder !== undefined).sort();
}

/** The whole text for these files: those that went into a bundle, and those that were copied. */
export function thirdPartyNotices(files) {
  const parts = packageFolders(files).map(noticeOf);
  const line = '-'.repeat(80);
  return [`Polyprompt contains parts of these ${parts.length} packages, each under its own licence.\n`, ...parts].join(
    `\n${line}\n\n`,
  );
}

function noticeOf(folder) {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const files = readdirSync(folder).filter((entry) => /^(licen[cs]e|notice)([-.]|$)/i.test(entry));
  const texts = files.map((file) =>
    readFileSync(`${folder}/${file}`, 'utf8')
      .replace(/^\uFEFF/, '')
      .replace(/\r\n?/g, '\n')
      .trim(),
  );
  return [heading(manifest), ...(texts.length > 0 ? texts : [wordsOf(manifest)])].join('\n\n').concat('\n');
}

function heading({ name, version, license, repository }) {
  const address = typeof repository === 'string' ? repository : repository?.url;
  return [`${name} ${version} (${license})`, ...(address ? [address.replace(/^git\+/, '')] : [])].join('\n');
}

function wordsOf({ name, license, author }) {
  const words = usualWords[license];
  if (!words)
    throw new Error(`${name} ships no licence file, and ${license} is not among the licences whose words are known`);
  return words((typeof author === 'string' ? author : author?.name) ?? `the authors of ${name}`);
}
