// Improves the prompt of a suite against a server, or ports it, or goes on with that, and says on stdout what it came to.
import path from 'node:path';
import { defined } from '../../src/core/jsonRead.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { readProjectSuite } from '../../src/core/routing/readProjectSuite.ts';
import { readNamedFile } from '../../src/node/files/readNamedFile.ts';
import { headOfRun, newHead } from '../../src/node/improve/improveHead.ts';
import { improvableSuite } from '../../src/node/improve/improveTask.ts';
import { portableSuite } from '../../src/node/improve/portableSuite.ts';
import { replayImprove, runImprove } from '../../src/node/improve/runImprove.ts';
import { nodeEnvironment } from '../../src/node/nodeEnvironment.ts';
import { readRun } from '../../src/node/runs/readRun.ts';
import { promptTextOpener, workspaceSuiteFiles } from '../../src/node/suites/workspaceSuiteFiles.ts';

const [url = '', folder = '', ...modes] = process.argv.slice(2);
const storage = path.join(folder, '.polyprompt');
const runId = '20260101-000000-improve';
const suite = await readProjectSuite(path.join(folder, 'mails.eval.yaml'), workspaceSuiteFiles(folder));
const isPort = modes.includes('port');
const read = (file: string) => readNamedFile(path.resolve(folder, file), '');
const improvable = isPort
  ? portableSuite(suite, { from: undefined, to: 'local/moved', read })
  : improvableSuite(suite, { target: undefined, read });
const isStored = readRun(storage, runId) !== undefined;
const port = { from: 'local/sorting', margin: 0.05, variant: 'moved', original: improvable.start.text, mended: [] };
const wishes = { reflect: 'local/reflecting', draws: 2, maxCalls: 500, ...(isPort ? { port } : {}) };
const head = isStored
  ? headOfRun(storage, runId)
  : newHead(improvable, wishes, { folder, storage, name: 'mails.eval.yaml' });
const work = { runId, name: 'mails.eval.yaml', promptVersion: 'v', improvable, head };
const openText = promptTextOpener(folder);
const context = {
  storage,
  registry: createRegistry({ endpoints: { local: { baseUrl: `${url}/v1`, kind: 'openai-chat' } } }),
  environment: nodeEnvironment({ lookUpKey: async () => undefined }),
  catalog: { entries: new Map() },
  lanes: { start: 4, max: 4 },
  distFolder: path.resolve(import.meta.dirname, '..', '..', 'dist'),
  openText,
  onStorageFailure: (error: unknown) => {
    throw error;
  },
};
const result = modes.includes('replay')
  ? await replayImprove({ openText }, { ...work, storage })
  : (await runImprove(context, work)).result;
const proof = result?.finalists[0]?.proof;
const finalists = result?.finalists.length;
const kept = result?.finalists[0]?.promise?.proof.rows;
process.stdout.write(
  `${JSON.stringify({ ...defined({ offered: result?.offered?.text, proof, finalists, kept }), ended: result?.ended, calls: result && result.task.calls + result.reflect.calls })}\n`,
);
