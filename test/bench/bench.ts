// Prints one JSON line per figure, each with its target. A missed target is for a person to look at; nothing fails.
import { benchBatch } from './batch.ts';
import { benchCheck } from './check.ts';
import { benchDiff } from './diff.ts';
import { benchEvalThroughput } from './evalThroughput.ts';
import { benchFirstToken } from './firstToken.ts';
import { benchLargeSuites } from './largeSuites.ts';
import { benchMatrix } from './matrix.ts';
import { benchMemory } from './memory.ts';
import { benchPackage } from './package.ts';
import { benchPanel } from './panel.ts';
import { benchRoutes } from './routes.ts';
import { benchSandbox } from './sandbox.ts';
import { benchStartup } from './startup.ts';

benchStartup();
benchPackage();
benchDiff();
await benchRoutes();
await benchFirstToken();
await benchCheck();
benchMemory();
await benchBatch();
await benchPanel();
await benchMatrix();
await benchLargeSuites();
await benchSandbox();
await benchEvalThroughput();
