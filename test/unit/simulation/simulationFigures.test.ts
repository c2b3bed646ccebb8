import assert from 'node:assert/strict';
import { usualRules } from '../../../src/core/routing/route.ts';
import { candidateRoutes } from '../../../src/core/simulation/candidates.ts';
import type { Proposal, Proposals } from '../../../src/core/simulation/proposeRoutes.ts';
import type { SimulatedTarget } from '../../../src/core/simulation/simulateRoute.ts';
import type { Simulation } from '../../../src/core/simulation/simulateRun.ts';
import { simulationJson } from '../../../src/core/simulation/simulationJson.ts';
import { simulationMarkdown } from '../../../src/core/simulation/simulationMarkdown.ts';
import {
  costText,
  describeProposal,
  proposalLines,
  simulationFigures,
  simulationText,
  titleOf,
  wayFigures,
} from '../../../src/core/simulation/simulationText.ts';
import { simulationView } from '../../../src/core/simulation/simulationView.ts';
import { compareOutcomes } from '../../../src/core/stats/compareOutcomes.ts';

function target(fields: Partial<SimulatedTarget>): SimulatedTarget {
  return {
    target: 'a/x',
    requests: 40,
    answered: 40,
    graded: 40,
    passed: 30,
    quality: 0.75,
    interval: { low: 0.6, high: 0.86 },
    costPer1000: 2,
    costAtLeast: false,
    p50: 1200,
    p95: 3400,
    shares: new Map([['a/x', 40]]),
    asksPerRequest: 1,
    outcomes: [],
    served: [],
    costs: [],
    times: [],
    ...fields,
  };
}

const comparison = { ...compareOutcomes([]), difference: 0.025, low: -0.05, high: 0.1 };
const saving = { saving: 0.5, low: 0.4, high: 0.6 };

function simulation(fields: Partial<Simulation>): Simulation {
  return {
    runId: 'r1',
    prompt: 'desk.eval.yaml',
    rows: 40,
    requests: 40,
    outages: [],
    isSimulated: false,
    models: [],
    routes: [],
    front: new Set(),
    notes: [],
    proposals: undefined,
    ways: undefined,
    confusions: [],
    ...fields,
  };
}

describe('the cost in a simulation', () => {
  it('is unknown where no cost is known, and never zero', () => {
    assert.equal(costText({ costPer1000: undefined, costAtLeast: false }), 'unknown');
    assert.equal(costText({ costPer1000: undefined, costAtLeast: true }), 'unknown');
    assert.equal(costText({ costPer1000: 0, costAtLeast: false }), '$0');
  });

  it('is a floor where some costs are not known', () => {
    assert.equal(costText({ costPer1000: 2, costAtLeast: true }), 'at least $2.00');
    assert.equal(costText({ costPer1000: 2, costAtLeast: false }), '$2.00');
  });
});

describe('the figures of a target', () => {
  it('are those of a model that serves all by itself', () => {
    const figures = ['a/x', '75.0%', '60.0% to 86.0%', '$2.00', '1.2 s', '3.4 s', '100%', '1.00', ''];
    assert.deepEqual(simulationFigures(target({})), figures);
  });

  it('say that nothing was graded, with no interval of nothing', () => {
    const [, passed, interval] = simulationFigures(target({ graded: 0, passed: 0, quality: 0 }));
    assert.deepEqual([passed, interval], ['not graded', '']);
  });

  it('name the models that served, most first, as shares of what was answered', () => {
    const shares = new Map([
      ['a/x', 9],
      ['b/y', 27],
    ]);
    const figures = simulationFigures(target({ target: 'route:r', answered: 36, shares, asksPerRequest: 1.25 }));
    assert.deepEqual(figures.slice(6), ['90.0%', '1.25', 'b/y 75%, a/x 25%']);
  });
});

describe('the title of a simulation', () => {
  it('names the rows, and the requests where they are others', () => {
    assert.equal(titleOf(simulation({})), 'desk.eval.yaml: 40 rows of run r1');
    assert.equal(titleOf(simulation({ requests: 80 })), 'desk.eval.yaml: 40 rows of run r1, 80 requests');
  });

  it('names each trouble by its share of time or of requests, and that nobody was charged', () => {
    const down = { target: 'a', cause: 'network', share: 1, from: 0.2, to: 0.3, afterMs: 50 } as const;
    const errors = { target: 'b', cause: 'overloaded', share: 0.3, from: 0, to: 1, afterMs: 50 } as const;
    assert.equal(
      titleOf(simulation({ outages: [down, errors], isSimulated: true })),
      'desk.eval.yaml: 40 rows of run r1; a: network for 10% of the time; b: overloaded in 30% of requests. Simulated models: nobody was charged.',
    );
  });
});

describe('a proposal', () => {
  const alone: Proposal = { result: target({}), comparison, saving };

  it('says what it keeps, what it saves and how sure that is', () => {
    assert.equal(
      describeProposal(alone),
      'a/x alone: 75.0% passed, $2.00 per 1,000, p95 3.4 s; saves 50.0% of the cost (95%: 40.0% to 60.0%); quality +2.5 points (95%: -5.0 to +10.0).',
    );
  });

  it('says nothing of a difference that has no bounds', () => {
    for (const lacks of [{ low: undefined }, { high: undefined }, { difference: undefined }])
      assert.equal(
        describeProposal({ ...alone, comparison: { ...comparison, ...lacks }, saving: undefined }),
        'a/x alone: 75.0% passed, $2.00 per 1,000, p95 3.4 s; what it saves is unknown.',
      );
  });

  it('has no plus before a quality that is the same', () => {
    const same = { ...comparison, difference: 0, low: 0, high: 0 };
    assert.match(describeProposal({ ...alone, comparison: same }), /quality 0\.0 points \(95%: 0\.0 to 0\.0\)\.$/);
  });

  const proposals: Proposals = { frontier: target({}), proposals: [], expected: undefined, tooThin: undefined };

  it('is missing with a reason, in place of an empty list', () => {
    const best = 'Best single model: a/x, 75.0% passed, $2.00 per 1,000 requests.';
    const none = 'Nothing cheaper keeps its quality: no route is proposed.';
    assert.deepEqual(proposalLines(proposals, true), [best, none]);
    assert.deepEqual(proposalLines({ ...proposals, tooThin: 'Few rows.' }, false), [best, none, 'Few rows.']);
  });

  it('comes with what to expect of it, without a cost that is not known', () => {
    const lines = proposalLines(
      { ...proposals, proposals: [alone], expected: { quality: 0.7, costPer1000: undefined } },
      true,
    );
    assert.deepEqual(lines.slice(3), [
      'The same search on four fifths of the rows, judged on the rest: 70.0% passed.',
      'Costs are those of simulated models.',
    ]);
  });
});

describe('a way of telling requests apart', () => {
  it('has its figures, and unknown for a saving that is not known', () => {
    const way = { classify: { by: 'table' }, result: target({}), comparison, saving } as const;
    const figures = ['a table', '75.0%', '+2.5', '-5.0 to +10.0', '$2.00'];
    assert.deepEqual(wayFigures(way), [...figures, '50.0%', '40.0% to 60.0%']);
    assert.deepEqual(wayFigures({ ...way, saving: undefined }), [...figures, 'unknown', '']);
  });

  it('shows no difference without cases', () => {
    const nothing = { ...comparison, difference: undefined, low: undefined, high: undefined };
    const way = { classify: usualRules, result: target({ graded: 0 }), comparison: nothing, saving } as const;
    assert.deepEqual(wayFigures(way).slice(0, 4), ['rules', 'not graded', '', '']);
    for (const lacks of [{ low: undefined }, { high: undefined }])
      assert.equal(wayFigures({ ...way, comparison: { ...comparison, ...lacks } })[3], '');
  });
});

describe('the reports of a simulation without notes', () => {
  it('end with their last line', () => {
    for (const report of [simulationText, simulationMarkdown])
      assert.match(report(simulation({ models: [target({})] })), /[^\n]\n$/);
  });

  it('hold the difference of a proposal in JSON, and null where there is none', () => {
    const nothing = { ...comparison, difference: undefined, low: undefined, high: undefined };
    const proposals = {
      frontier: target({}),
      proposals: [
        { result: target({}), comparison, saving },
        { result: target({}), comparison: nothing, saving: undefined },
      ],
      expected: undefined,
      tooThin: undefined,
    };
    const { proposals: json } = simulationJson(simulation({ proposals }));
    assert.partialDeepStrictEqual(json, {
      proposed: [
        { qualityDifference: 0.025, differenceLow: -0.05, differenceHigh: 0.1, saving },
        { qualityDifference: null, differenceLow: null, differenceHigh: null, saving: null },
      ],
    });
  });
});

describe('the page about routes', () => {
  it('draws models, routes and proposals, each with a sentence for the ear', () => {
    const view = simulationView(
      simulation({
        models: [target({})],
        routes: [target({ target: 'route:r', quality: 0.5, costPer1000: 3, interval: undefined })],
      }),
    );
    assert.deepEqual(
      view.points.map(({ target: name, kind, isOnFront, sentence }) => [name, kind, isOnFront, sentence]),
      [
        [
          'a/x',
          'model',
          true,
          'a/x: 75.0% passed (95%: 60.0% to 86.0%), $2.00 per 1,000 requests, p50 1.2 s, p95 3.4 s, 100% answered. Nothing else here is both better and cheaper.',
        ],
        [
          'route:r',
          'route',
          false,
          'route:r: 50.0% passed, $3.00 per 1,000 requests, p50 1.2 s, p95 3.4 s, 100% answered.',
        ],
      ],
    );
  });

  it('draws no quality of what nobody graded', () => {
    const [point] = simulationView(simulation({ models: [target({ graded: 0, quality: 0 })] })).points;
    assert.deepEqual([point?.quality, point?.low, point?.high], [undefined, undefined, undefined]);
  });

  it('numbers proposals as they are listed, and offers to write only those that are routes', () => {
    const [candidate] = candidateRoutes(['a/x', 'b/y'], { checks: [], floors: [0.9] });
    assert.ok(candidate);
    const proposals = {
      frontier: target({}),
      proposals: [
        { result: target({}), comparison, saving },
        { result: target({ costPer1000: 1 }), comparison, saving, candidate },
      ],
      expected: undefined,
      tooThin: 'Few rows.',
    };
    const view = simulationView(simulation({ models: [target({})], proposals }));
    assert.deepEqual(
      view.proposed.map(({ number, canBeAdopted }) => [number, canBeAdopted]),
      [
        [1, false],
        [2, true],
      ],
    );
    assert.deepEqual(
      view.points.map(({ target: name, kind }) => [name, kind]),
      [
        ['a/x', 'model'],
        ['proposal 2', 'proposal'],
      ],
    );
    assert.deepEqual(view.remarks, ['Best single model: a/x, 75.0% passed, $2.00 per 1,000 requests.', 'Few rows.']);
  });
});
