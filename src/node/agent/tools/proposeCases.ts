import path from 'node:path';
import type { proposeCases as definition } from '../../../core/agent/tools/proposeCases.ts';
import { addCase } from '../../../core/dataset/editCases.ts';
import type { NewCase } from '../../../core/dataset/newCase.ts';
import { suiteFormatOf } from '../../../core/dataset/readSuite.ts';
import type { Suite } from '../../../core/dataset/suite.ts';
import { unifiedDiff } from '../../../core/diff/unifiedDiff.ts';
import { PolypromptError } from '../../../core/errors.ts';
import { defined } from '../../../core/jsonRead.ts';
import { readProjectSuite } from '../../../core/routing/readProjectSuite.ts';
import { placedProblems, placeOfProblem } from '../../../core/run/runProblem.ts';
import { applyEdits } from '../../../core/text/applyEdits.ts';
import { counted } from '../../../core/text/formatCount.ts';
import { readTextIfThere } from '../../files/readTextIfThere.ts';
import { slashedPath } from '../../files/slashedPath.ts';
import { workspaceSuiteFiles } from '../../suites/workspaceSuiteFiles.ts';
import { freshMarks } from '../agentMeans.ts';
import { readAgentSuite } from '../agentSuite.ts';
import { fileInFolder } from '../fileInFolder.ts';
import type { Carries } from '../toolWork.ts';

const mostProblems = 20;

/** Makes an edit that adds cases. Nothing is written: the edit is given back, with what the suite would say to it. */
export const proposeCases: Carries<typeof definition> = async ({ context }, asked) => {
  const { folder } = context;
  if (asked.cases.length === 0)
    throw new PolypromptError('invalid-arguments', 'There is no case to add.', { hint: 'Give some in `cases`.' });
  const { name, suite } = await readAgentSuite(context, context.engine(), asked.suite);
  const { file, place } = fileInFolder(folder, await caseFileOf(folder, suite));
  const before = readTextIfThere(place) ?? '';
  const after = asked.cases
    .map(newCase)
    .reduce((text, added) => applyEdits(text, addCase({ path: file, text }, added)), before);
  const changed = await readProjectSuite(
    path.resolve(folder, name),
    workspaceSuiteFiles(folder, { unsaved: (other) => (other === place ? after : undefined) }),
  );
  const problems = placedProblems(changed.problems, {
    read: (other) => (path.resolve(folder, other) === place ? after : readTextIfThere(other)),
    nameOf: (other) => slashedPath(folder, path.resolve(folder, other)),
  });
  const marks = freshMarks();
  return {
    summary: `${counted(changed.cases.length - suite.cases.length, 'case')} more. Apply the patch to ${file}; nothing is written yet.`,
    file,
    patch: marks.around(unifiedDiff(file, before, after)),
    cases: changed.cases.length,
    problems: problems
      .map((problem) => ({ place: placeOfProblem(problem), severity: problem.severity, message: problem.message }))
      .slice(0, mostProblems),
    marks: marks.both,
  };
};

function newCase({ inputs, expected }: Parameters<typeof proposeCases>[1]['cases'][number]): NewCase {
  return { vars: inputs, ...defined({ expected }) };
}

/** The file that holds the cases: that of the last one, else the first file of cases that the suite reads, else the suite itself. */
async function caseFileOf(folder: string, { cases, file: own }: Suite): Promise<string> {
  const last = cases.at(-1)?.place.file;
  if (last !== undefined) return last;
  const files = workspaceSuiteFiles(folder);
  const asked: string[] = [];
  const read = (file: string) => {
    asked.push(file);
    return files.read(file);
  };
  await readProjectSuite(own, { ...files, read });
  return asked.find((file) => suiteFormatOf(file) === 'data') ?? own;
}
