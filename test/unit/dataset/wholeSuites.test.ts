import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import type { Check, Suite, SuitePrompt, SuiteTarget } from '../../../src/core/dataset/suite.ts';
import { assertWhole } from '../../support/whole.ts';
import { memoryFiles } from './memoryFiles.ts';

type Files = Readonly<Record<string, string>>;

const head = 'prompts: ["{{x}}"]\nproviders: [openai:gpt-4o]\n';
const promptfoo = (text: string, files: Files = {}): Files => ({ 'promptfooconfig.yaml': `${head}${text}`, ...files });
const alone = (text: string, files: Files = {}): Files => ({ 'promptfooconfig.yaml': text, ...files });
const own = (text: string, files: Files = {}): Files => ({
  'a.eval.yaml': text,
  'p.prompt': '---\nmodel: openai/gpt-5.6-luna\n---\nSay {{x}}',
  ...files,
});
const checksOf = (...checks: readonly string[]) =>
  promptfoo(`tests:\n  - vars: {x: 1}\n    assert:\n${checks.map((check) => `      - ${check}\n`).join('')}`);

const suites: Readonly<Record<string, Readonly<Record<string, Files>>>> = {
  checks: {
    'with all they can say': checksOf(
      '{type: contains, value: a, threshold: 0.5, weight: 2, metric: m, config: {k: 1}, transform: output.trim()}',
      '{type: not-contains, value: null, weight: 0}',
      '{type: is-json}',
      '{type: contains, value: a, threshold: "0.5", weight: many, metric: 3, config: 3}',
      '{type: contains, value: a, threshold: -0.1}',
      '{type: similar, value: a, threshold: -0.1}',
      '{type: not-similar, value: a, threshold: -1}',
      '{type: levenshtein, value: a, threshold: 0}',
      '{type: context-recall, value: a, contextTransform: output.context}',
      'contains:a',
      '"not-icontains: b"',
    ),
    'that are none': checksOf('3', '{value: 3}', '{type: " "}', '{type: 3}', '[]'),
    'in sets': checksOf(
      '{type: assert-set, threshold: 0.5, weight: 2, metric: m, assert: [{type: contains, value: a}, "contains:b"]}',
      '{type: assert-set, assert: []}',
      '{type: assert-set}',
      '{type: assert-set, assert: [{type: assert-set, assert: [{type: is-json}]}]}',
    ),
    'with keys that nobody reads': checksOf(
      '{type: contains, value: a, treshold: 1}',
      '{type: contains, value: a, kind: b, values: c}',
      '{type: contains, value: a, comment: b, x-own: c, zebra: d}',
      '{kind: contains, value: a}',
    ),
    'that need what is not here': checksOf(
      '{type: python, value: "1"}',
      '{type: not-ruby}',
      '{type: webhook}',
      '{type: human, value: The tone is friendly}',
    ),
    'with files behind them': promptfoo(
      `tests:
  - vars: {x: 1}
    assert:
      - {type: contains, value: file://a.txt}
      - {type: is-json, value: file://schema.json}
      - {type: is-json, value: file://schema.yaml}
      - {type: contains-any, value: [file://a.txt, b]}
      - {type: contains-any, value: [a, file://gone.txt]}
      - {type: contains, value: file://gone.txt}
      - {type: javascript, value: file://check.js}
      - {type: javascript, value: "file://check.js:named"}
      - {type: contains, value: file://check.js}
      - {type: contains-any, value: [file://check.js]}
      - {type: contains, value: file://check.py}
      - {type: javascript, value: file://leads.js}
      - {type: contains, value: a, transform: file://check.py}
      - {type: contains, value: a, transform: file://check.js}
      - {type: llm-rubric, value: a, rubricPrompt: file://rubric.txt}
      - {type: llm-rubric, value: a, rubricPrompt: file://gone.txt}
      - {type: llm-rubric, value: a, rubricPrompt: file://check.js}
      - file://more.yaml
`,
      {
        'a.txt': ' text \n',
        'schema.json': '{"type": "object"}',
        'schema.yaml': 'type: array',
        'check.js': 'export default (output) => output > 1;\nexport const named = 2;',
        'leads.js': "import x from 'y';",
        'rubric.txt': 'Is {{output}} good?',
        'more.yaml': 'type: contains\nvalue: c\n',
      },
    ),
    'that judges carry out': checksOf(
      '{type: llm-rubric, value: a, provider: openai:gpt-4.1}',
      '{type: llm-rubric, value: a, provider: {id: openai:gpt-4.1}}',
      '{type: llm-rubric, value: a, provider: {text: openai:gpt-4.1, embedding: openai:embedding:e}}',
      '{type: llm-rubric, value: a, provider: {embedding: openai:embedding:e}}',
      '{type: llm-rubric, value: a, provider: [openai:gpt-4.1]}',
      '{type: llm-rubric, value: a, provider: [openai:gpt-4.1, bedrock:x, {id: 3}]}',
      '{type: llm-rubric, value: a, provider: bedrock:x}',
      '{type: llm-rubric, value: a, provider: {config: {}}}',
      '{type: similar, value: a, provider: {id: openai:embedding:e}}',
      '{type: similar, value: a, provider: {embedding: {id: mistral:embeddings:e}}}',
      '{type: "similar:dot", value: a, provider: ollama/nomic}',
      '{type: similar, value: a, provider: bedrock:x}',
      '{type: answer-relevance, provider: {text: openai:gpt-4.1, embedding: 3}}',
    ),
    'that are no list': promptfoo(
      'tests:\n  - {vars: {x: 1}, assert: {type: is-json}}\n  - {vars: {x: 2}, assert: 3}\n  - {vars: {x: 3}, assert: null}\n  - {vars: {x: 4}, assert: contains:a}\n  - {vars: {x: 5}, assert: []}\n',
    ),
  },
  cases: {
    'with all they can say': promptfoo(
      `tests:
  - description: first
    id: one
    vars: {x: a}
    metadata: {level: 1}
    threshold: 0.5
    providerOutput: Given.
    prompts: ["{{x}}"]
    providers: [openai:gpt-4o]
    options: {prefix: P, suffix: S, storeOutputAs: y, disableVarExpansion: true, disableConversationVar: false, transform: a, transformVars: b, factuality: {agree: 1}, rubricPrompt: R, temperature: 0.2, prefx: Q, provider: {text: openai:gpt-4.1, embedding: openai:embedding:e}}
  - {description: 2, id: 2, vars: {x: a}, threshold: "1", options: {postprocess: c, factuality: 1}}
  - {id: [], description: [], vars: {x: a}, threshold: -1, providerOutput: "", metadata: 3, options: 3}
  - {vars: {x: a}, providerOutput: 0, assertScoringFunction: file://f.js, variables: {}, notes: n}
  - {description: alone}
  - {description: lost, x: 1, y: 2}
  - {description: not lost, x: 1, assert: ["contains:a"]}
  - {x: 1, description: plain data}
  - {x: 1}
  - 3
  - []
`,
    ),
    'of which a slip made another word': promptfoo(
      'tests:\n  - {var: {x: 1}, y: 2}\n  - {var: x, y: 2}\n  - {asserts: [{type: is-json}], x: 1}\n  - {asserts: [{kind: is-json}], x: 1}\n  - {asserts: [a], x: 1}\n  - {__expected: a, x: 1}\n  - {vars: {x: 1, __metric: m, checks: {type: is-json}, assertions: [a], other: [{type: b}]}}\n',
    ),
    'with models of their own': promptfoo(
      'tests:\n  - {vars: {x: 1}, provider: openai:gpt-4o}\n  - {vars: {x: 1}, provider: openai:gpt-4.1}\n  - {vars: {x: 1}, provider: {id: openai:gpt-4o, config: {temperature: 0.1}}}\n  - {vars: {x: 1}, provider: {id: openai:gpt-4o, config: {temperature: 0.2}}}\n  - {vars: {x: 1}, provider: {id: openai:gpt-4o, config: {temperature: 0.1}}}\n  - {vars: {x: 1}, provider: {id: bedrock:x}}\n  - {vars: {x: 1}, provider: gpt-4}\n  - {vars: {x: 1}, providers: [openai:gpt-*], provider: openai:gpt-4.1}\n  - {vars: {x: 1}, providers: openai/gpt-4o}\n',
    ),
    'for some of the prompts': alone(
      'prompts: [{raw: A, label: group:one}, {raw: B, label: group:two}, {raw: C, id: c}, D, file://e.txt]\nproviders: [{id: openai:gpt-4o, prompts: [group]}, {id: openai:gpt-4.1, prompts: gruop}]\ntests:\n  - {vars: {x: 1}, prompts: [group]}\n  - {vars: {x: 1}, prompts: ["group:*"]}\n  - {vars: {x: 1}, prompts: c}\n  - {vars: {x: 1}, prompts: [D, e.txt]}\n  - {vars: {x: 1}, prompts: [zzzzzzzz]}\n  - {vars: {x: 1}, prompts: []}\n',
      { 'e.txt': 'E\n---\nF\n' },
    ),
    'over their defaults': promptfoo(
      `defaultTest: {id: d, description: d, vars: {x: 0, y: 1}, metadata: {a: 1}, threshold: 0.9, assert: ["contains:d"], options: {prefix: P, suffix: S}}
tests:
  - {vars: {x: 1}, assert: ["contains:e"], metadata: {b: 2}, options: {suffix: T}}
  - {vars: {x: 1}, threshold: 0, assert: ["contains:e"], options: {disableDefaultAsserts: true}}
  - {vars: {}}
`,
    ),
    'whose variables are multiplied': promptfoo(
      'tests:\n  - vars: {x: [a, b], y: [1, 2], z: [c]}\n  - vars: {x: [a, b], y: [c, d]}\n    options: {disableVarExpansion: true}\n  - vars: {x: []}\n  - vars: {x: file://*.txt, y: [file://a.txt, z]}\n  - vars: {x: file://d.yaml, s: file://s.js, g: file://gone.txt, i: file://i.png, p: file://p.py}\n',
      { 'a.txt': ' A\n', 'b.txt': 'B', 'd.yaml': 'k: [1]', 's.js': 'export default () => 1;' },
    ),
    'of variables in files': promptfoo(
      'tests:\n  - vars: file://v.yaml\n  - vars: [v.yaml, w.json]\n  - vars: l.yaml\n  - vars: gone.yaml\n  - vars: "*.json"\n',
      { 'v.yaml': 'x: 1\ny: 2', 'w.json': '{"x": 3}', 'l.yaml': '- 1' },
    ),
    'in files of every kind': promptfoo(
      'tests: [a.csv, b.tsv, c.jsonl, d.json, e.yaml, {path: f.ndjson}, g.txt, none.csv, h.jsonl, i.json]\n',
      {
        'a.csv': 'x,__expected,__threshold\na,contains:b,0.5\nc,,many\nd, ,\n',
        'b.tsv': 'x\ty\na\tb\n',
        'c.jsonl': '{"x": "a", "list": ["b", "c"]}\n{"x": 1,}\n{"x": 1, "x": 2}\n[1]\n',
        'd.json': '[{"vars": {"x": 1}}, {"x": 2}]',
        'e.yaml': 'vars: {x: 1.10}\nassert: [contains:a]',
        'f.ndjson': '{"vars": {"x": ["a", "b"]}, "options": {"disableVarExpansion": false}}\n',
        'g.txt': 'a',
        'h.jsonl': ' \n',
        'i.json': '[]',
      },
    ),
    'in scenarios': promptfoo(
      'scenarios:\n  - {config: [{vars: {x: 1}}, {vars: {x: 2}}], tests: [{vars: {y: 1}}, {vars: {y: 2}}]}\n  - {config: [{vars: {x: 3}}]}\n  - {config: []}\n  - {config: [{vars: {x: 4}}], test: []}\n  - file://s.yaml\n  - {$ref: "file://s.yaml#/0"}\n',
      { 's.yaml': '- config: [{vars: {x: 5}}]\n- config: [{vars: {x: 6}}]\n' },
    ),
    'that are not there': promptfoo(''),
    'with a judge’s prompt in a file': promptfoo(
      'tests:\n  - {vars: {x: 1}, options: {rubricPrompt: file://rubric.txt}}\n  - {vars: {x: 2}, options: {rubricPrompt: file://rubric.json}}\n  - {vars: {x: 3}, options: {rubricPrompt: file://gone.txt}}\n  - {vars: {x: 4}, options: {rubricPrompt: file://rubric.js}}\n',
      { 'rubric.txt': 'Is {{output}} good?\n', 'rubric.json': '[{"role": "user", "content": "Is it?"}]' },
    ),
  },
  prompts: {
    'of every kind': alone(
      `prompts:
  - Just {{x}}
  - {raw: "Raw {{x}}", label: L, id: i, prefix: "<", suffix: ">", config: {temperature: 0.1}}
  - {id: file://a.txt, label: F}
  - {label: only a label}
  - {raw: file://a.txt}
  - {config: {}}
  - file://many.txt
  - {id: file://many.txt, label: M}
  - lines.jsonl
  - table.csv
  - plain.csv
  - chat.yaml
  - template.yaml
  - p.prompt
  - gone.prompt
  - gone.txt
  - empty.txt
  - make.js
  - make.js:named
  - make.py
  - langfuse://a
  - "*.md"
  - sub/*.md
  - "{{x}} is a.txt"
  - "What is a/b?"
  - "Open {{x"
  - "two\\nlines.txt"
  - 3
`,
      {
        'a.txt': 'A {{x}}',
        'many.txt': 'One\r\n---\r\nTwo\n--- \n\n---\nThree',
        'lines.jsonl': '{"role": "user", "content": "hi"}\n[1]\n',
        'table.csv': 'label,prompt\nfirst,P1\n,P2\n',
        'plain.csv': 'text,other\nP3,x\n',
        'chat.yaml': '- role: user\n  content: hi\n',
        'template.yaml': '- role: user\n  content: {{x}}\n',
        'p.prompt': '---\nmodel: openai/gpt-5.6-luna\nconfig: {temperature: 0.3}\n---\nSay {{x}}',
        'empty.txt': ' \n',
        'make.js': 'module.exports = () => "hi"; module.exports.named = 1;',
        'b.md': 'B',
        'c.md': 'C',
      },
    ),
    'by their labels': alone(
      'prompts: {a.txt: first, file://gone.txt: second, Words here: third}\nproviders: [openai:gpt-4o]\n',
      {
        'a.txt': 'A',
      },
    ),
    'as one map': alone('prompts: {raw: R, label: L}\nproviders: openai:gpt-4o\n'),
    'as one text': alone('prompts: Only this\nproviders: openai:gpt-4o\n'),
    'in a file of prompts': alone('prompts: file://prompts.yaml\nproviders: openai:gpt-4o\n', {
      'prompts.yaml': '- A\n- {raw: B}\n',
    }),
    'that are not there': alone('providers: [openai:gpt-4o]\n'),
  },
  models: {
    'of every kind': alone(
      `prompts: [hi]
providers:
  - openai/gpt-5.6-luna
  - openai/gpt-5.6-luna
  - {id: openai/gpt-5.6-luna, label: L, delay: 10, transform: output, config: {temperature: 0.1, tools: [{type: function, function: {name: f}}, 3, {type: odd}], tool_choice: required, generationConfig: {topK: 3}, response_format: {type: json_object}}, parameters: {temperature: 0.2}}
  - openai:gpt-4o: {label: M}
  - {openai:gpt-4o: {}, label: N}
  - {id: ""}
  - {label: O}
  - 3
  - "{{model}}"
  - file://more.yaml
  - file://make.py
  - file://make.js
  - {id: openai:gpt-4o, model: x, env: {}, zebra: 1}
  - {id: openai:gpt-4o, config: {text: {verbosity: loud}, responseFormat: {type: odd}, functions: [{name: g}], toolChoice: {type: function, function: {name: g}}, instructions: ""}}
  - {id: openai:gpt-4o, config: {instructions: file://gone.txt, response_format: {type: json_schema, json_schema: file://s.json}, tools: file://tools.json, temprature: 1}}
  - azure:chat:x
  - route:fast
  - openai:gpt-4o:x
  - "openai:"
  - openai:embedding:x
`,
      {
        'more.yaml': '- google:gemini-3\n- id: groq:chat:x\n',
        's.json': '{"name": "s", "schema": {"type": "object"}}',
        'tools.json': '[{"functionDeclarations": [{"name": "h"}]}, [{"name": "k"}]]',
      },
    ),
    'of which none is here': alone('prompts: [hi]\nproviders: [bedrock:x]\n'),
    'as targets': alone('prompts: [hi]\ntargets: openai:gpt-4o\n'),
  },
  'our own': {
    'with all they can say': own(
      'name: N\ndescription: D\nprompt: p.prompt\nmodels: [openai/gpt-4o]\njudge: openai/gpt-4.1\nembedder: openai/e\nrepeat: 3\nconcurrency: 2\nderivedMetrics: [{name: m, value: a / 2}, {name: b}]\nenv: {A: b}\ncases:\n  - {x: "1"}\n',
    ),
    'as promptfoo would have them': own(
      'description: D\nprompts: ["{{x}}"]\ntargets: [openai/gpt-4o]\nevaluateOptions: {repeat: 2, maxConcurrency: 4}\ntests:\n  - {x: 1}\nscenarios:\n  - {config: [{vars: {x: 2}}]}\n',
    ),
    'without a name': own('prompt: [p.prompt, gone.prompt]\ncases: rows.jsonl\n', {
      'rows.jsonl': '{"y": "a"}\n{"y": "b"}\n',
      'sub/q.prompt': 'Q',
    }),
    'with slips': own(
      'prmpt: p.prompt\nmodel: openai/gpt-4o\ncase: []\nzebra: 1\nx-own: 1\ntags: []\nrepeat: 0\njudge: nobody\n',
    ),
    'with too many repeats': own('prompt: p.prompt\nrepeat: 1001\ncases: [{x: 1}]\n'),
    'with half a repeat': own('prompt: p.prompt\nrepeat: 1.5\ncases: [{x: 1}]\n'),
    'that are no map': own('- 3\n'),
    'with data of which nothing is used': own('prompt: p.prompt\ncases: rows.csv\n', {
      'rows.csv': 'one,two,three,four,five,six\n1,2,3,4,5,6\n1,2,3,4,5,6\n',
      'p.prompt': 'Say it',
    }),
  },
};

describe('a suite as it is read', () => {
  for (const [kind, files] of Object.entries(suites))
    it(`has the same ${kind} from one release to the next`, async () => {
      const parts: string[] = [];
      for (const [name, texts] of Object.entries(files)) {
        const [file = ''] = Object.keys(texts);
        parts.push(`${kind} ${name}\n${written(await readSuite(file, memoryFiles(texts)), texts)}\n`);
      }
      assertWhole(`suites-${kind.replace(' ', '-')}.txt`, parts.join(''));
    });
});

/** Everything of a suite but ids and places, a line for each part. */
function written(suite: Suite, texts: Files): string {
  const { name, judge, embedder, repeat, concurrency, derivedMetrics } = suite;
  const lines = [
    `suite ${JSON.stringify({ name, judge, embedder, repeat, concurrency, derivedMetrics })}`,
    ...suite.prompts.map(writtenPrompt),
    ...suite.targets.map((target: SuiteTarget) => `model ${JSON.stringify(target)}`),
    ...suite.cases.flatMap(({ id: _id, place: _place, checks, ...rest }) => [
      `case ${JSON.stringify(rest)}`,
      ...checks.map((check) => `  check ${JSON.stringify(withoutPlace(check))}`),
    ]),
    ...suite.problems.map(({ severity, code, message, range, file }) => {
      const at = (texts[file] ?? '').slice(range.start, range.end).split('\n')[0] ?? '';
      return `${severity} ${code} at ${file} ${JSON.stringify(at)}: ${message}`;
    }),
  ];
  return lines.map((line) => `  ${line}\n`).join('');
}

function writtenPrompt({ label, id, raw, parameters, script, file, settingsGoFirst }: SuitePrompt): string {
  return `prompt ${JSON.stringify({ label, id, raw, parameters, script, file, settingsGoFirst })}`;
}

function withoutPlace({ place: _place, ...check }: Check): object {
  return 'assert' in check ? { ...check, assert: check.assert.map(withoutPlace) } : check;
}
