import assert from 'node:assert/strict';
import { meantItems } from '../../../../src/extension/editor/meantItems.ts';

const [first, second, third] = [{ label: 'first' }, { label: 'second' }, { label: 'third' }];

describe('meantItems', () => {
  it('takes the marked item for what was typed when nothing was ticked', () => {
    assert.deepEqual(meantItems({ value: 'sec', activeItems: [second], selectedItems: [] }, []), [second]);
    assert.deepEqual(meantItems({ value: 'sec', activeItems: [second], selectedItems: [first] }, [first]), [
      first,
      second,
    ]);
  });

  it('takes the ticked items alone when something was ticked or cleared', () => {
    const ticked = { value: 's', activeItems: [third], selectedItems: [second] };
    assert.deepEqual(meantItems(ticked, []), [second]);
    assert.deepEqual(meantItems({ value: 's', activeItems: [first], selectedItems: [] }, [first]), []);
  });

  it('adds nothing when nothing was typed', () => {
    assert.deepEqual(meantItems({ value: '', activeItems: [first], selectedItems: [] }, []), []);
  });
});
