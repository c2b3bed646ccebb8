#!/usr/bin/env node
import { exitCodes } from './terminal/exitCodes.ts';

// This file loads the whole command line. It imports nothing else that an old Node might trip over, so that such a Node can still say what
// is wrong. The same version stands as `engines.node` in package.json.
const needed = [22, 18] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(`Polyprompt needs Node ${needed.join('.')} or newer; this is ${process.versions.node}.\n`);
  process.exitCode = exitCodes.cannotStart;
} else {
  const started = import('./main.ts').then(({ run }) => run());
  await started.catch((error: unknown) => {
    process.stderr.write(`Polyprompt cannot be started: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = exitCodes.cannotStart;
  });
}
