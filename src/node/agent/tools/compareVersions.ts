import { comparisonAnswer } from '../../../core/agent/answers/comparisonAnswer.ts';
import type { compareVersions as definition } from '../../../core/agent/tools/compareVersions.ts';
import { PolypromptError } from '../../../core/errors.ts';
import type { GateResult } from '../../../core/gate/gateResult.ts';
import { defined } from '../../../core/jsonRead.ts';
import { slashedPath } from '../../files/slashedPath.ts';
import { affectedSuites } from '../../gate/affectedSuites.ts';
import type { GateContext } from '../../gate/gateSuite.ts';
import { openVersions } from '../../gate/openVersions.ts';
import { gateAffected } from '../../gate/runGate.ts';
import { modelsOfTiers } from '../../suites/modelsOfTiers.ts';
import type { AgentCall } from '../agentContext.ts';
import { type AgentMeans, freshMarks, leftToday } from '../agentMeans.ts';
import type { Comparison, ComparisonWork } from '../comparisonDesk.ts';
import { ComparisonMoney } from '../comparisonMoney.ts';
import { fileInFolder } from '../fileInFolder.ts';
import type { Carries } from '../toolWork.ts';
import { usualWait } from '../usualWait.ts';

/** Starts a comparison of the files with an older version, or waits for one that was started, and tells what it came to. */
export const compareVersions: Carries<typeof definition> = async (means, asked, call) => {
  const { runs, comparisons } = means;
  const isNew = asked.comparison === undefined;
  const comparison = isNew
    ? await comparisons.start((work) => compare(means, asked, { call, work }))
    : known(comparisons.get(asked.comparison ?? ''));
  await runs.wait(comparison.id, { seconds: asked.wait_seconds ?? usualWait, stopsOnAbort: isNew }, call);
  if (comparison.failure() !== undefined) throw comparison.failure();
  return comparisonAnswer({
    id: comparison.id,
    result: comparison.result(),
    marks: freshMarks(),
    leftToday: leftToday(means),
  });
};

type Asked = Parameters<typeof compareVersions>[1];

function known(comparison: Comparison | undefined): Comparison {
  if (comparison) return comparison;
  throw new PolypromptError('invalid-arguments', 'This comparison is not known any more.', {
    hint: 'Start it again without `comparison`: answers that are there cost nothing.',
  });
}

async function compare(
  means: AgentMeans,
  asked: Asked,
  { call, work }: { readonly call: AgentCall; readonly work: ComparisonWork },
): Promise<GateResult> {
  const { context } = means;
  const { folder } = context;
  const suite = asked.suite === undefined ? undefined : fileInFolder(folder, asked.suite).place;
  const versions = await openVersions(folder, {
    staged: false,
    folders: [folder],
    offline: true,
    ...defined({ against: asked.against }),
  });
  const engine = context.engine();
  const models = await modelsOfTiers(engine, asked.models ?? [], folder);
  const money = new ComparisonMoney(means, { engine, maxCost: asked.max_cost, consent: call.consent });
  const gate: GateContext = {
    ...engine,
    lanes: {},
    distFolder: context.distFolder,
    allowScripts: true,
    offline: false,
    shard: null,
    modelsFor: () => models,
    onStorageFailure: () => {},
    onPlan: async (planned) => {
      await money.allow(planned);
      work.onAgreed();
    },
    onSession: (session) => {
      money.watch(session);
      work.onSession(session);
    },
    ...defined({ repeat: asked.repeat }),
  };
  try {
    const all = await affectedSuites(versions);
    const name = suite && slashedPath(versions.repository.root, suite);
    const files = name === undefined ? all : { ...all, suites: all.suites.filter(({ path }) => path === name) };
    return await gateAffected(gate, versions, { files, maxCost: money.limit });
  } finally {
    money.settle();
    versions.close();
  }
}
