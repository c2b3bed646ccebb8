// Prints one JSON line per figure, each with its target. A missed target is for a person to look at; nothing fails. Names of parts
// as arguments measure these alone.
import { benchAgents } from './agents.ts';
import { benchBatch } from './batch.ts';
import { benchCases } from './cases.ts';
import { benchCheck } from './check.ts';
import { benchDiff } from './diff.ts';
import { benchEstimates } from './estimates.ts';
import { benchEvalCommand } from './evalCommand.ts';
import { keepFigures } from './figure.ts';
import { benchFirstToken } from './firstToken.ts';
import { benchLabels } from './labels.ts';
import { benchLanes } from './lanes.ts';
import { benchLargeSuites } from './largeSuites.ts';
import { benchMatrix } from './matrix.ts';
import { benchMemory } from './memory.ts';
import { benchPackage } from './package.ts';
import { benchPanel } from './panel.ts';
import { benchRoutes } from './routes.ts';
import { benchSandbox } from './sandbox.ts';
import { benchStartup } from './startup.ts';
import { benchToolRounds } from './toolRounds.ts';

const parts: Readonly<Record<string, () => void | Promise<void>>> = {
  startup: benchStartup,
  package: benchPackage,
  diff: benchDiff,
  estimates: benchEstimates,
  routes: benchRoutes,
  'first-token': benchFirstToken,
  check: benchCheck,
  memory: benchMemory,
  batch: benchBatch,
  panel: benchPanel,
  matrix: benchMatrix,
  'large-suites': benchLargeSuites,
  sandbox: benchSandbox,
  lanes: benchLanes,
  eval: benchEvalCommand,
  rounds: benchToolRounds,
  agents: benchAgents,
  labels: benchLabels,
  cases: benchCases,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => parts[name] === undefined);
if (unknown.length > 0)
  throw new Error(`No part of the bench is named ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}.`);
for (const [name, bench] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await bench();
keepFigures();
