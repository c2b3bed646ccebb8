import { aboutFile, keptKinds } from '../dataset/aboutFile.ts';
import type { Suite } from '../dataset/suite.ts';
import type { SuiteFiles } from '../dataset/suiteFiles.ts';
import { type PersonalProblem, type PersonalSearch, personalProblems } from '../privacy/personalProblems.ts';

/** Files that may hold cases. */
const mayHoldCases = /\.(?:jsonl|ndjson|csv|tsv|json|ya?ml)$/i;

/** The files of a suite; each is looked through for personal data when it is read, so that none has to be read or held for that again. */
export class PersonalFiles {
  readonly files: SuiteFiles;
  readonly #plain: SuiteFiles;
  readonly #found = new Map<string, readonly PersonalProblem[]>();

  constructor(files: SuiteFiles, search: PersonalSearch) {
    this.#plain = files;
    this.files = {
      ...files,
      read: async (path) => {
        const read = await files.read(path);
        if (read && 'text' in read && mayHoldCases.test(path) && !this.#found.has(path))
          this.#found.set(path, personalProblems(read.text.replace(/^\uFEFF/, ''), search));
        return read;
      },
    };
  }

  /** What was found in the suite itself and in its files of cases, without the kinds that somebody has chosen to keep. */
  async problemsOf({ file: suite, cases }: Suite): Promise<Suite['problems']> {
    const files = new Set([suite, ...cases.map(({ place }) => place.file)]);
    const told: Suite['problems'][number][] = [];
    for (const file of files) {
      const found = this.#found.get(file) ?? [];
      if (found.length === 0) continue;
      const about = await this.#plain.read(aboutFile(file));
      const kept = about && 'text' in about ? keptKinds(about.text) : [];
      for (const { kind, ...problem } of found) if (!kept.includes(kind)) told.push({ ...problem, file });
    }
    return told;
  }
}
