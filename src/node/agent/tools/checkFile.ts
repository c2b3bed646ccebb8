import type { DataMarks } from '../../../core/agent/dataMarks.ts';
import type { ValueOf } from '../../../core/agent/schema.ts';
import type { checkFile as definition } from '../../../core/agent/tools/checkFile.ts';
import { suiteFormatOf } from '../../../core/dataset/readSuite.ts';
import type { Message, Part } from '../../../core/messages.ts';
import { assessPortability } from '../../../core/portability/assessPortability.ts';
import { sortedFindings } from '../../../core/portability/portabilityReport.ts';
import { guessTokens } from '../../../core/pricing/promptTokens.ts';
import { modelsBehind } from '../../../core/routing/routeParts.ts';
import { placeOfProblem, type RunProblem } from '../../../core/run/runProblem.ts';
import { counted } from '../../../core/text/formatCount.ts';
import type { Problem } from '../../../core/text/problem.ts';
import type { LoadedPrompt } from '../../suites/loadPrompt.ts';
import { modelsOfTiers } from '../../suites/modelsOfTiers.ts';
import { type AgentMeans, freshMarks } from '../agentMeans.ts';
import { loadAgentPrompt, loadAgentVariants, placeInPrompt } from '../agentPrompt.ts';
import { problemsIn, readAgentSuite, routesOf } from '../agentSuite.ts';
import { fileInFolder } from '../fileInFolder.ts';
import { isPromptFile } from '../promptFilesIn.ts';
import type { Carries } from '../toolWork.ts';

type Checked = ValueOf<(typeof definition)['output']>;
type Asked = ValueOf<(typeof definition)['input']>;

const mostProblems = 20;
const mostFindings = 20;
const messageCharacters = 6_000;

/** Checks a prompt or a suite as it is on disk, and renders a prompt. No model is asked. */
export const checkFile: Carries<typeof definition> = async (means, asked) => {
  const { folder } = means.context;
  const { file } = fileInFolder(folder, asked.file);
  const marks = freshMarks();
  const problems = suiteFormatOf(file) === undefined ? [] : await suiteProblems(means, file);
  if (!isPromptFile(file)) return answer({ file, problems, marks });
  const prompt = await loadAgentPrompt(folder, { file, inputs: asked.inputs, namesForMissing: true });
  const own = prompt.problems.filter(isTold).map((problem) => problemOf(prompt, problem));
  const all = [
    ...new Map([...problems, ...own].map((problem) => [problem.place + problem.severity, problem])).values(),
  ];
  const portability = await portabilityOf(means, prompt, asked);
  return {
    ...answer({ file, problems: all, marks }),
    portability,
    ...(asked.render ? await rendered(folder, { ...asked, file }, marks) : {}),
  };
};

function answer({
  file,
  problems,
  marks,
}: {
  readonly file: string;
  readonly problems: Checked['problems'];
  readonly marks: DataMarks;
}): Checked {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const others = problems.filter(({ severity }) => severity !== 'error');
  const more = problems.length > mostProblems ? ` The first ${mostProblems} are listed.` : '';
  return {
    summary: `${counted(errors.length, 'error')}, ${counted(others.length, 'warning')}.${more}`,
    file,
    errors: errors.length,
    warnings: others.length,
    problems: [...errors, ...others].slice(0, mostProblems),
    portability: [],
    marks: marks.both,
  };
}

async function suiteProblems({ context }: AgentMeans, file: string): Promise<Checked['problems']> {
  const { suite } = await readAgentSuite(context, context.engine(), file);
  return problemsIn(context.folder, suite.problems).map(toldProblem);
}

function toldProblem(problem: RunProblem): Checked['problems'][number] {
  return { place: placeOfProblem(problem), severity: problem.severity, message: problem.message };
}

function isTold({ severity }: Problem): boolean {
  return severity === 'error' || severity === 'warning';
}

function problemOf(prompt: LoadedPrompt, problem: Problem): Checked['problems'][number] {
  return { place: placeInPrompt(prompt, problem), severity: problem.severity, message: problem.message };
}

async function portabilityOf(
  { context }: AgentMeans,
  prompt: LoadedPrompt,
  asked: Asked,
): Promise<Checked['portability']> {
  const { catalog, registry, environment } = context.engine();
  const engine = { catalog, registry, environment };
  const { document, file, inputs } = prompt;
  const named = asked.models ?? [
    ...document.models.map(({ value }) => value),
    ...(document.model ? [document.model.value] : []),
  ];
  const { routes } = await routesOf(context, engine);
  const models = modelsBehind(routes, await modelsOfTiers(engine, [...new Set(named)], context.folder));
  const variants = await loadAgentVariants(prompt, models, { file, inputs, namesForMissing: true });
  return variants
    .flatMap((variant) => {
      const { text, document: own, rendered } = variant.prompt;
      const question = { text, document: own, inputs, messages: rendered.messages, models: variant.models };
      const findings = assessPortability(question, { catalog, registry, countTokens: guessTokens, isGuessed: true });
      return sortedFindings({ text, findings }).map(({ finding: { model, effect, message }, at }) => ({
        ...(model === undefined ? {} : { model }),
        effect,
        message,
        place: `${variant.prompt.file}:${at.line}:${at.column}`,
      }));
    })
    .slice(0, mostFindings);
}

async function rendered(
  folder: string,
  { file, inputs }: Asked,
  marks: DataMarks,
): Promise<Pick<Checked, 'messages' | 'missing'>> {
  const {
    rendered: { messages, missing },
  } = await loadAgentPrompt(folder, { file, inputs });
  return {
    messages: messages.map((message) => ({
      role: message.role,
      text: marks.around(textOf(message), messageCharacters),
    })),
    missing: [...missing],
  };
}

function textOf({ parts }: Message): string {
  return parts.map(textOfPart).join('\n');
}

function textOfPart(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return part.text;
    case 'media':
      return `[${part.contentType ?? 'media'}]`;
    case 'tool-call':
      return `[calls ${part.name} ${JSON.stringify(part.input)}]`;
    case 'tool-result':
      return `[result of ${part.name}: ${part.output}]`;
    case 'pending':
      return `[section ${part.purpose}]`;
  }
}
