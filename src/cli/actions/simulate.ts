import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { projectFileName } from '../../core/routing/projectFile.ts';
import { addRoute } from '../../core/routing/writeRoute.ts';
import { type Outage, readOutage } from '../../core/simulation/outage.ts';
import type { Simulation } from '../../core/simulation/simulateRun.ts';
import { simulationJson } from '../../core/simulation/simulationJson.ts';
import { simulationMarkdown } from '../../core/simulation/simulationMarkdown.ts';
import { simulationText } from '../../core/simulation/simulationText.ts';
import { decodeText } from '../../node/files/decodeText.ts';
import { replaceFile } from '../../node/files/replaceFile.ts';
import { simulationReport } from '../../node/reports/simulationReport.ts';
import { keepMeasured } from '../../node/routes/measuredRoutes.ts';
import { simulateStored } from '../../node/routes/simulateStored.ts';
import { createContext } from '../inputs/configuration.ts';
import { pricedAsWished } from '../inputs/pricedAsWished.ts';
import { bookOf, projectOf } from '../inputs/routes.ts';
import { findRun, storageFor } from '../inputs/storedRuns.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';
import { writeOutput } from '../terminal/writeOutput.ts';

export interface SimulateCommandOptions {
  readonly todaysPrices?: true;
  readonly route: readonly string[];
  readonly outage: readonly string[];
  readonly requests?: number;
  readonly keep: number;
  readonly maxP95?: number;
  readonly adopt?: number;
  readonly as?: string;
  readonly output: readonly string[];
  readonly catalog?: string;
  readonly json?: true;
}

type Writer = (simulation: Simulation) => string;

const writers: Readonly<Record<string, Writer>> = {
  '.md': simulationMarkdown,
  '.json': (simulation) => `${JSON.stringify(simulationJson(simulation), null, 2)}\n`,
  '.html': (simulation) => simulationReport(simulation, import.meta.dirname),
};

/** Prints what models and routes would have come to; the result is the exit code. */
export async function simulate(run: string, options: SimulateCommandOptions): Promise<number> {
  const outputs = options.output.map(outputFile);
  const outages = options.outage.map(outageOf);
  const storage = storageFor();
  const context = createContext(options);
  const project = await projectOf();
  for (const { severity, message } of project.problems) tell(`${projectFileName}: ${severity}: ${message}\n`);
  const unknown = options.route.find((name) => !project.routes.has(name));
  if (unknown !== undefined)
    throw new PolypromptError('unknown-route', `There is no route "${unknown}" in ${projectFileName}.`);
  const priced = pricedAsWished(findRun(storage, run), options);
  const simulation = await simulateStored(priced, {
    storage,
    distFolder: import.meta.dirname,
    today: context.environment.clock.wallTime(),
    book: bookOf(project, context),
    outages,
    constraints: { keep: options.keep, ...defined({ maxP95: options.maxP95 }) },
    ...(options.route.length > 0 ? { routes: options.route } : {}),
    ...defined({ requests: options.requests }),
  });
  for (const { name, write } of outputs) writeOutput(name, write(simulation), 'Choose another file.');
  if (options.json) printJson(simulationJson(simulation), 2);
  else print(simulationText(simulation));
  if (options.adopt !== undefined) adopt(simulation, storage, options);
  return exitCodes.done;
}

/** The text of the file with its byte order mark, so that nothing but the addition changes when it is written back. */
function textNow(file: string): string {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const decoded = decodeText(bytes);
  if ('text' in decoded) return bytes.toString('utf8');
  throw new PolypromptError('invalid-prompt', `${path.basename(file)} is not changed: ${decoded.refused}`);
}

function outageOf(text: string): Outage {
  const outage = readOutage(text);
  if (outage) return outage;
  throw new PolypromptError('invalid-arguments', `--outage ${text} is not TARGET=KIND:SHARE%.`, {
    hint: 'For example openai=down:10%, openai=errors:30%, openai/gpt-5.6-luna=limited:5% or openai=slow:2%.',
  });
}

function outputFile(name: string): { readonly name: string; readonly write: Writer } {
  const write = writers[path.extname(name)];
  if (write && existsSync(path.dirname(path.resolve(name)))) return { name, write };
  throw new PolypromptError(
    'invalid-arguments',
    write
      ? `--output ${name}: its folder does not exist.`
      : `--output ${name}: the name has to end in .md, .html or .json.`,
    { hint: write ? 'Make the folder first.' : 'Name the file accordingly.' },
  );
}

/** Writes a proposal into `polyprompt.yaml`, and what it learnt beside it. */
function adopt({ proposals }: Simulation, storage: string, { adopt: number = 1, as }: SimulateCommandOptions): void {
  const proposal = proposals?.proposals[number - 1];
  const route = proposal?.candidate?.route;
  if (!proposal || (route?.kind !== 'cascade' && route?.kind !== 'cost'))
    throw new PolypromptError('invalid-arguments', `There is no route under number ${number} to adopt.`, {
      hint: proposal
        ? `It is the model ${proposal.result.target} alone: name it where the route would stand.`
        : 'See the list above.',
    });
  if (as === undefined)
    throw new PolypromptError('invalid-arguments', '--adopt needs a name for the route.', {
      hint: 'Give one with --as.',
    });
  const file = path.join(path.dirname(storage), projectFileName);
  replaceFile(file, addRoute(textNow(file), as, route));
  if (proposal.measured) keepMeasured(storage, as, proposal.measured);
  print(`\nWritten as route:${as} into ${projectFileName}.\n`);
}
