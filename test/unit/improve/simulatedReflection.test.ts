import assert from 'node:assert/strict';
import { readProposal } from '../../../src/core/improve/readProposal.ts';
import { marksOf, type Reflection, reflectionMessages } from '../../../src/core/improve/reflectRequest.ts';
import { proposedPrompt } from '../../../src/core/providers/simulated/proposePrompt.ts';

const row = (input: string, expected: string, answer: string, reason?: string) => ({
  row: { id: input, input, expected: [expected], values: [], fragments: [], checks: 1, stratum: '' },
  answer,
  reasons: reason === undefined ? [] : [reason],
});
const late = (input: string) => row(input, 'equals "late"', 'other', 'Does not equal “late”.');

function propose(own: Partial<Reflection>) {
  const reflection = { seed: 's', number: 1, body: '', mostWords: 99, failing: [], passing: [], tried: [], ...own };
  const answer = proposedPrompt({ model: 'thorough', messages: reflectionMessages(reflection), parameters: {} });
  assert.ok(answer);
  return readProposal(answer.text, marksOf(reflection));
}
const bodyOf = (own: Partial<Reflection>) => {
  const proposal = propose(own);
  return proposal.type === 'edit' ? proposal.body : proposal.type;
};
const listed = '{{role "system"}}\nOne of these labels:\n- damaged: broken\n- other\n{{role "user"}}\n{{mail}}';

describe('a simulated model that is asked to improve a prompt', () => {
  it('offers the label that is expected and not there, with words that only its rows share', () => {
    const failing = [late('The parcel is delayed and I wait.'), late('My parcel was delayed again.')];
    const passing = [row('The parcel is broken.', 'equals "damaged"', 'damaged')];
    assert.equal(bodyOf({ body: listed, failing, passing }), listed.replace('- other', '- other\n- late: delayed'));
    const inline = 'Choose one of: damaged, other.\n\n{{mail}}';
    assert.equal(bodyOf({ body: inline, failing, passing }), 'Choose one of: damaged, other, late.\n\n{{mail}}');
  });

  it('says that a simulated model speaks, and why', () => {
    const proposal = propose({ body: listed, failing: [late('A is delayed.'), late('B is delayed.')] });
    assert.ok(proposal.type === 'edit');
    assert.equal(proposal.cause, 'A simulated model goes by the checks: the label "late" is expected and not offered.');
  });

  it('asks for the answer alone, for JSON, and for a key, where the checks want them', () => {
    const wordy = (input: string) =>
      row(input, 'equals "other"', 'other, because of the tone', 'Does not equal “other”.');
    assert.match(bodyOf({ body: listed, failing: [wordy('a'), wordy('b')] }), /Answer with what is asked for alone/);
    const text = (input: string) => row(input, 'is-json', 'Well', 'It is no JSON.');
    assert.match(
      bodyOf({ body: 'Read this.\n{{mail}}', failing: [text('a'), text('b')] }),
      /^Read this\.\nAnswer with JSON alone\./,
    );
    const body = '{{role "system"}}\n\nRead this.\nTake your time.\nBe kind.\n{{mail}}';
    assert.equal(
      bodyOf({ body, failing: [text('a'), text('b')] }),
      body.replace('Read this.', 'Read this.\nAnswer with JSON alone.'),
    );
    const short = (input: string) => row(input, 'is-json {}', '{}', "must have required property 'total'");
    assert.equal(
      bodyOf({ body: 'Answer as JSON with the keys shop and date.\n{{mail}}', failing: [short('a'), short('b')] }),
      'Answer as JSON with the keys shop and date, total.\n{{mail}}',
    );
  });

  it('sees no cause in one row, in rows that share none, and in what was tried', () => {
    assert.equal(bodyOf({ body: listed, failing: [late('A is delayed.')] }), 'no-change');
    const wrong = (input: string) => row(input, 'equals "other"', 'damaged', 'Does not equal “other”.');
    assert.equal(bodyOf({ body: listed, failing: [wrong('a'), wrong('b')] }), 'no-change');
    const failing = [late('A is delayed.'), late('B is delayed.')];
    const cause = 'A simulated model goes by the checks: the label "late" is expected and not offered.';
    const tried = [{ number: 1, fate: 'no-better' as const, reason: '', cause, fixed: 0, broke: 0 }];
    assert.equal(bodyOf({ body: listed, failing, tried }), 'no-change');
  });

  it('does nothing of the kind for any other task', () => {
    const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'You improve prompts.' }] }];
    assert.equal(proposedPrompt({ model: 'terse', messages, parameters: {} }), undefined);
  });
});
