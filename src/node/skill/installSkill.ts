import path from 'node:path';
import { agentsSection } from '../../core/agent/agentsSection.ts';
import { PolypromptError } from '../../core/errors.ts';
import { readNamedFile } from '../files/readNamedFile.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { slashedPath } from '../files/slashedPath.ts';

/** Where agents look for skills in a project: Codex, VS Code and Cursor in the first folder, Claude Code in the second. */
const skillFiles = ['.agents/skills/polyprompt/SKILL.md', '.claude/skills/polyprompt/SKILL.md'];

export interface InstalledFile {
  /** The path from the folder. */
  readonly file: string;
  readonly change: 'written' | 'unchanged';
}

/** The skill that the product is shipped with. `packageFolder` is the folder above `dist`. */
export function shippedSkill(packageFolder: string): string {
  return readNamedFile(path.join(packageFolder, 'skill', 'polyprompt', 'SKILL.md'), 'Install Polyprompt anew.');
}

/**
 * Writes the skill where agents look for it in a project. Throws `invalid-arguments`, and writes nothing, where somebody has changed an
 * older copy, unless `overwrites`.
 */
export function installSkill(folder: string, skill: string, { overwrites = false } = {}): readonly InstalledFile[] {
  const found = skillFiles.map((file) => ({ file, before: readTextIfThere(path.join(folder, file)) }));
  const other = found.find(({ before }) => before !== undefined && before !== skill);
  if (other && !overwrites)
    throw new PolypromptError('invalid-arguments', `${other.file} is there and says something else.`, {
      hint: 'Look at it, then overwrite it with --force.',
    });
  return found.map(({ file, before }) => {
    if (before === skill) return { file, change: 'unchanged' };
    replaceFile(path.join(folder, file), skill);
    return { file, change: 'written' };
  });
}

/** Adds the section to AGENTS.md, or puts it in the place of an older one. What else stands there stays as it is. */
export function installSection(folder: string): InstalledFile {
  const place = path.join(folder, 'AGENTS.md');
  const before = readTextIfThere(place) ?? '';
  const after = withSection(before);
  const file = slashedPath(folder, place);
  if (after === before) return { file, change: 'unchanged' };
  replaceFile(place, after);
  return { file, change: 'written' };
}

const start = '<!-- polyprompt: start -->';
const end = '<!-- polyprompt: end -->';

function withSection(text: string): string {
  const block = `${start}\n${agentsSection}${end}\n`;
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from >= 0 && to >= 0) return text.slice(0, from) + block + text.slice(to + end.length).replace(/^\r?\n/, '');
  return text === '' ? block : `${text.trimEnd()}\n\n${block}`;
}
