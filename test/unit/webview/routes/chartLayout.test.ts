import assert from 'node:assert/strict';
import type { SimulatedPoint } from '../../../../src/core/simulation/simulationView.ts';
import { chartLayout } from '../../../../src/webview/routes/chartLayout.ts';
import { linearScale, logScale } from '../../../../src/webview/routes/chartScale.ts';

function point(
  target: string,
  quality: number,
  costPer1000: number | undefined,
  own: Partial<SimulatedPoint> = {},
): SimulatedPoint {
  return {
    target,
    kind: 'model',
    quality,
    low: quality - 0.05,
    high: quality + 0.05,
    costPer1000,
    p95: 1000,
    isOnFront: true,
    figures: [],
    sentence: '',
    ...own,
  };
}

const measure = (text: string) => text.length * 6.6;

describe('the chart of quality against cost', () => {
  it('puts points in the order of their cost, better ones higher, slower ones larger', () => {
    const layout = chartLayout([point('dear', 0.9, 10, { p95: 4000 }), point('cheap', 0.6, 0.1)], 700, measure);
    assert.deepEqual(
      layout?.points.map(({ point: { target } }) => target),
      ['cheap', 'dear'],
    );
    const [cheap, dear] = layout?.points ?? [];
    assert.ok(cheap && dear && cheap.x < dear.x && cheap.y > dear.y && cheap.radius < dear.radius);
    assert.ok(cheap.bottom > cheap.y && cheap.top < cheap.y);
  });

  it('covers no label with another one where points stand close', () => {
    const close = Array.from({ length: 6 }, (_, index) =>
      point(`model-${index}`, 0.8 + index * 0.002, 1 + index * 0.01),
    );
    const boxes = (chartLayout(close, 900, measure)?.points ?? []).map(({ label, point: { target } }) => {
      const width = target.length * 6.6;
      const left = label.anchor === 'start' ? label.x : label.anchor === 'end' ? label.x - width : label.x - width / 2;
      return { left, right: left + width, y: label.y };
    });
    for (const [index, one] of boxes.entries())
      for (const other of boxes.slice(index + 1))
        assert.ok(one.right <= other.left || other.right <= one.left || Math.abs(one.y - other.y) >= 12);
  });

  for (const width of [352, 526, 776])
    it(`puts no name on a point, and none outside, in ${width} pixels`, () => {
      const many = [
        'openai/gpt-5.6-luna',
        'anthropic/claude-haiku-4-5',
        'route:careful',
        'route:cheap',
        'proposal 1',
      ].map((target, index) => point(target, 0.86 + (index % 3) * 0.02, 0.5 + index * 0.4));
      const placed = chartLayout(many, width, measure)?.points ?? [];
      for (const { label, point: own } of placed) {
        const length = measure(own.target);
        const left =
          label.anchor === 'start' ? label.x : label.anchor === 'end' ? label.x - length : label.x - length / 2;
        assert.ok(left >= 0 && left + length <= width, own.target);
        for (const { x, y, radius, point: other } of placed)
          assert.ok(
            other === own ||
              left + length < x - radius ||
              left > x + radius ||
              label.y + 3 < y - radius ||
              label.y - 11 > y + radius,
            `${own.target} covers ${other.target}`,
          );
      }
    });

  it('leaves out what has no cost or no grade, and is none where nothing is left', () => {
    assert.equal(chartLayout([point('unknown', 0.9, undefined)], 700, measure), undefined);
    assert.equal(chartLayout([point('a', 0.9, 1), point('unknown', 0.9, undefined)], 700, measure)?.points.length, 1);
  });

  it('has round ticks, and some of them however near the costs are', () => {
    const near = logScale([1, 1.1], { from: 0, to: 100 });
    assert.ok(near.ticks.length >= 1, near.ticks.join());
    assert.deepEqual(logScale([0.01, 100], { from: 0, to: 100 }).ticks, [0.01, 0.1, 1, 10, 100]);
    assert.deepEqual(
      linearScale([0.42, 0.97], { from: 100, to: 0 }, { from: 0, to: 1 }).ticks,
      [0.2, 0.4, 0.6, 0.8, 1],
    );
  });
});
