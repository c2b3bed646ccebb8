import assert from 'node:assert/strict';
import { completionsAt, type LanguageKnowledge } from '../../../src/core/prompt/completions.ts';
import type { PromptFormat } from '../../../src/core/prompt/document.ts';
import { hoverAt } from '../../../src/core/prompt/hoverAt.ts';
import { partialNames } from '../../../src/core/prompt/partialNames.ts';

const knowledge: LanguageKnowledge = {
  models: {
    models: [
      { id: 'openai/gpt-5.6-luna', detail: '400k context' },
      { id: 'google/gemini-3.8-flash', detail: '1M context' },
    ],
    providers: ['openai', 'google'],
  },
  partialNames: ['header', 'parts/sign'],
  servers: ['orders'],
};

/** The file with the first offer written in; `¦` marks the cursor. */
function complete(marked: string, format: PromptFormat = 'dotprompt') {
  const offset = marked.indexOf('¦');
  const text = marked.replace('¦', '');
  const offers = completionsAt({ text, offset, format }, knowledge);
  return {
    labels: offers.map(({ label }) => label),
    written: offers.map(({ insert, range }) => text.slice(0, range.start) + insert + text.slice(range.end)),
  };
}

describe('completion in the frontmatter', () => {
  it('offers keys that are not there yet', () => {
    const { labels, written } = complete('---\nmodel: a/b\nde¦\n---\nHi');
    assert.ok(labels.includes('description') && labels.includes('polyprompt.models') && !labels.includes('model'));
    assert.ok(written.includes('---\nmodel: a/b\ndescription: \n---\nHi'));
  });

  it('offers the settings of tools, and the parts of a rule and of a mock', () => {
    for (const format of ['dotprompt', 'prompty'] as const)
      assert.ok(complete('---\nto¦\n---\n', format).labels.includes('toolResults'), format);
    const parts = ['args', 'times', 'result', 'error', 'parts', 'javascript'];
    assert.deepEqual(complete('---\ntoolResults:\n  - ¦\n---\n').labels, ['tool', ...parts]);
    assert.deepEqual(complete('---\ntoolDefs:\n  - name: look\n    mock:\n      ¦\n---\n').labels, parts);
    assert.ok(complete('---\ntoolDefs:\n  - name: look\n    ¦\n---\n').labels.includes('mock'));
  });

  it('offers the MCP servers that there are', () => {
    for (const marked of ['---\nmcp: ¦\n---\n', '---\nmcp: [¦\n---\n', '---\nmcp:\n  - ¦\n---\n'])
      assert.deepEqual(complete(marked).labels, ['orders'], marked);
  });

  it('offers the tools of the prompt to a rule', () => {
    const tools = 'toolDefs:\n  - {name: look, description: Looks}\n  - {name: draw}\n';
    const { labels, written } = complete(`---\n${tools}toolResults:\n  - tool: ¦\n---\n`);
    assert.deepEqual(labels, ['look', 'draw']);
    assert.equal(written[0], `---\n${tools}toolResults:\n  - tool: look\n---\n`);
    assert.deepEqual(complete('---\nreturnToolRequests: ¦\n---\n').labels, ['true', 'false']);
  });

  it('offers settings under config', () => {
    const { labels, written } = complete('---\nconfig:\n  ma¦\n---\n');
    assert.ok(labels.includes('maxOutputTokens') && !labels.includes('model'));
    assert.ok(written.includes('---\nconfig:\n  maxOutputTokens: \n---\n'));
  });

  it('offers models, the whole id replaced', () => {
    assert.deepEqual(complete('---\nmodel: openai/g¦\n---\n').written, [
      '---\nmodel: openai/gpt-5.6-luna\n---\n',
      '---\nmodel: google/gemini-3.8-flash\n---\n',
    ]);
  });

  for (const list of [
    'polyprompt.models: [a/b, g¦]',
    'polyprompt.models:\n  - a/b\n  - g¦',
    'polyprompt.models:\n- g¦',
  ])
    it(`offers models in a list: ${list.replaceAll('\n', '⏎')}`, () => {
      const [first] = complete(`---\n${list}\n---\n`).written;
      assert.equal(first, `---\n${list.replace('g¦', 'openai/gpt-5.6-luna')}\n---\n`);
    });

  it('offers values of a known set', () => {
    assert.deepEqual(complete('---\noutput:\n  format: ¦\n---\n').labels, ['text', 'json']);
    assert.deepEqual(complete('---\ntoolChoice: r¦\n---\n').labels, ['auto', 'required', 'none']);
  });

  it('works before the frontmatter is closed', () => {
    assert.ok(complete('---\nmo¦').labels.includes('model'));
  });

  it('offers nothing where anything may stand', () => {
    assert.deepEqual(complete('---\ndescription: a word ¦\n---\n').labels, []);
    assert.deepEqual(complete('---\ninput:\n  schema:\n    na¦\n---\n').labels, []);
  });
});

describe('completion in a template', () => {
  const head = '---\ninput:\n  schema:\n    name: string, who it is\n    items(array): string\n---\n';

  it('offers helpers and variables', () => {
    const { labels } = complete(`${head}Hi {{n¦`);
    for (const label of ['role', 'history', 'json', 'name', 'items']) assert.ok(labels.includes(label), label);
    assert.ok(!labels.includes('if'));
  });

  it('offers blocks after #, and the open block after /', () => {
    assert.deepEqual(complete('{{#¦').labels, ['if', 'unless', 'each', 'with', 'ifEquals', 'unlessEquals']);
    assert.deepEqual(complete('{{#if a}}{{#each b}}{{/each}} {{/¦').labels, ['if']);
  });

  it('offers roles in quotes', () => {
    assert.deepEqual(complete('{{role ¦}}').written.slice(0, 2), ['{{role "system"}}', '{{role "user"}}']);
    assert.equal(complete('{{role "s¦"}}').written[0], '{{role "system"}}');
  });

  it('offers partials after >', () => {
    assert.deepEqual(complete('{{> parts/s¦}}').written, ['{{> header}}', '{{> parts/sign}}']);
  });

  it('offers variables as arguments', () => {
    assert.deepEqual(complete(`${head}{{#each i¦`).labels, ['name', 'items']);
  });

  it('offers nothing outside of a tag', () => {
    assert.deepEqual(complete(`${head}Hi na¦ {{name}}`).labels, []);
  });
});

describe('completion in a .prompt.yml file', () => {
  it('offers its keys and settings', () => {
    assert.ok(complete('¦', 'github').labels.includes('modelParameters'));
    assert.ok(complete('modelParameters:\n  t¦', 'github').labels.includes('temperature'));
    assert.deepEqual(complete('messages:\n  - ro¦', 'github').labels, ['role', 'content']);
    assert.deepEqual(complete('messages:\n  - role: ¦', 'github').labels, ['system', 'user', 'assistant']);
  });

  it('offers the columns of the test data as variables', () => {
    const { labels } = complete(
      'testData:\n  - topic: cats\nmessages:\n  - role: user\n    content: "About {{t¦"\n',
      'github',
    );
    assert.deepEqual(labels, ['topic']);
  });
});

describe('hovering', () => {
  const text =
    '---\nmodel: gpt-5.6-luna\npolyprompt.evals: cases.csv\nconfig:\n  topP: 1\ninput:\n  schema:\n    name: string, who it is\n---\n{{#if name}}{{json other}}{{/if}}';
  const hover = (word: string) => {
    const found = hoverAt({ text, offset: text.indexOf(word) + 1, format: 'dotprompt' });
    if (!found) return undefined;
    const place = text.slice(found.range.start, found.range.end);
    return found.type === 'model' ? [place, found.model] : [place, found.text];
  };

  it('names the model under the cursor, in our spelling', () => {
    assert.deepEqual(hover('gpt-5.6-luna'), ['gpt-5.6-luna', 'openai/gpt-5.6-luna']);
  });

  it('explains keys and settings', () => {
    assert.deepEqual(hover('model'), ['model', 'The model that answers, as provider/model.']);
    assert.deepEqual(hover('polyprompt.evals'), [
      'polyprompt.evals',
      'Files with cases for this prompt, such as CSV or JSONL.',
    ]);
    assert.deepEqual(hover('topP'), [
      'topP',
      'Chooses among the likeliest words that together reach this probability.',
    ]);
  });

  it('explains helpers', () => {
    assert.deepEqual(hover('json'), ['json', 'Writes a value as JSON.']);
    assert.equal(hover('if name')?.[0], 'if');
  });

  it('explains variables by the schema', () => {
    assert.deepEqual(hover('name}}'), ['name', 'a text: who it is.']);
    assert.deepEqual(hover('other'), ['other', 'A variable that the schema does not declare.']);
  });

  it('says nothing over anything else', () => {
    assert.equal(hover('string'), undefined);
  });
});

describe('the names of partials', () => {
  it('are paths from the nearest folder that both share', () => {
    const paths = [
      'prompts/_header.prompt',
      'prompts/parts/_sign.formal.prompt',
      '_footer.prompt',
      'other/_x.prompt',
      'prompts/a.prompt',
    ];
    assert.deepEqual(partialNames('prompts/a.prompt', paths), ['footer', 'header', 'other/x', 'parts/sign']);
  });
});

describe('completion in a .prompty', () => {
  const labels = (marked: string) => complete(marked, 'prompty').labels;

  it('offers its own keys, at each level', () => {
    assert.ok(labels('---\nname: x\nin¦\n---\n').includes('inputs'));
    assert.ok(!labels('---\nname: x\nin¦\n---\n').includes('input'));
    assert.ok(labels('---\nmodel:\n  o¦\n---\n').includes('options'));
    assert.ok(labels('+++\nmodel:\n  options:\n    t¦\n+++\n').includes('temperature'));
    assert.ok(labels('---\ninputs:\n  question:\n    k¦\n---\n').includes('kind'));
  });

  it('offers models as the model and as its id', () => {
    assert.deepEqual(labels('---\nmodel: g¦\n---\n'), ['openai/gpt-5.6-luna', 'google/gemini-3.8-flash']);
    assert.deepEqual(labels('---\nmodel:\n  id: g¦\n---\n'), ['openai/gpt-5.6-luna', 'google/gemini-3.8-flash']);
  });

  it('offers the roles at the start of a line, and variables in a tag', () => {
    assert.deepEqual(
      complete('---\nname: x\n---\nsystem:\nHi\nus¦', 'prompty').written[1],
      '---\nname: x\n---\nsystem:\nHi\nuser:',
    );
    assert.deepEqual(labels('---\nname: x\n---\nuser:\nI am us¦'), []);
    assert.ok(labels('---\ninputs:\n  city: Rome\n---\nuser:\n{{ city }} and {{ ¦').includes('city'));
  });
});

describe("completion in LiteLLM's .prompt", () => {
  it('offers settings beside the model, and its roles', () => {
    assert.ok(complete('---\nmodel: a/b\nt¦\n---\nUser: hi', 'litellm').labels.includes('temperature'));
    assert.deepEqual(complete('---\nmodel: a/b\n---\nUser: hi\nA¦', 'litellm').labels, ['System', 'User', 'Assistant']);
  });
});
