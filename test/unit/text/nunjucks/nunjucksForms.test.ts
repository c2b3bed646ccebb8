import assert from 'node:assert/strict';
import { nunjucksFault, renderNunjucks } from '../../../../src/core/text/nunjucks/renderNunjucks.ts';

const vars = {
  s: 'xyz',
  list: ['a', 'b', 'c'],
  a: 1,
  b: 2,
  n: 2.34567,
  o: { a: { b: 1 }, c: 'q' },
  objs: [
    { n: 2, k: 'x', f: true },
    { n: 1, k: 'y', f: false },
    { n: 3, k: 'x', f: 1 },
  ],
};

/** What Nunjucks 3.2.4 makes of them. */
describe('a template as Nunjucks renders it', () => {
  const table: readonly (readonly [string, string])[] = [
    ['{{ 1 ~ 2 + 3 }}', '123'],
    ['{{ 1 ~ 5 - 3 }}', '12'],
    ['{{ 2 * 3 ~ 1 }}', '61'],
    ['{{ 1 + 2 ~ 3 }}', '33'],
    ["{{ missing ~ 'x' }}", 'undefinedx'],
    ["{{ missing + 'x' }}", 'undefinedx'],
    ["{{ none ~ 'x' }}", 'nullx'],
    ['{{ not a == b }}', 'false'],
    ['{{ not true == false }}', 'true'],
    ["{{ 'a' ~ 1 if true else 2 }}", 'a1'],
    ["{% macro w(t) %}<{{t}}>{{ caller() }}</{{t}}>{% endmacro %}{% call w('b') %}hi{% endcall %}", '<b>hi</b>'],
    [
      '{% macro l(items) %}{% for i in items %}{{ caller(i) }};{% endfor %}{% endmacro %}{% call(x) l(list) %}[{{x}}]{% endcall %}',
      '[a];[b];[c];',
    ],
    ["{% switch s %}{% case 'x' %}X{% case 'y' %}Y{% default %}D{% endswitch %}", 'D'],
    ["{% switch 'x' %}{% case 'x' %}{% case 'y' %}Y{% default %}D{% endswitch %}", 'Y'],
    ["{% switch 'z' %}{% case 'x' %}X{% endswitch %}end", 'end'],
    ['{% block main %}B{{ s }}{% endblock %}', 'Bxyz'],
    ['{% block main %}B{% endblock main %}', 'B'],
    ['{% asyncEach i in list %}{{i}}{{loop.index}}{% endeach %}', 'a1b2c3'],
    ['{% asyncAll i in list %}{{i}}{% endall %}', 'abc'],
    ['{% ifAsync s %}y{% endif %}', 'y'],
    ['{{ [1,2,3] | sum }}', '6'],
    ["{{ 'x' | center(9) }}|", '    x    |'],
    ["{{ 'xy' | center(5) }}|", ' xy  |'],
    ["{{ 'long' | center(2) }}|", 'long|'],
    ['{{ missing | center(4) }}|', '    |'],
    ['{{ {a:1,b:2} | dictsort }}', 'a,1,b,2'],
    ["{{ {b:1,a:2} | dictsort(false,'value') }}", 'b,1,a,2'],
    ['{{ [3,1,2] | sort }}', '1,2,3'],
    ['{{ [3,1,2] | sort(true) }}', '3,2,1'],
    [
      "{{ objs | sort(attribute='n') | dump }}",
      '[{"n":1,"k":"y","f":false},{"n":2,"k":"x","f":true},{"n":3,"k":"x","f":1}]',
    ],
    ["{{ [1,2,3,4,5] | batch(2,'x') | dump }}", '[[1,2],[3,4],[5,"x"]]'],
    ['{{ missing | length }}', '0'],
    ['{{ 5 | length }}', ''],
    ['{{ {a:1,b:2} | length }}', '2'],
    ["{{ '3.9x' | int }}", '3'],
    ["{{ 'x' | int(7) }}", '7'],
    ["{{ 'x' | float(1.5) }}", '1.5'],
    ["{{ 'a b' | urlencode }}", 'a%20b'],
    ["{{ {a:'1 2',b:2} | urlencode }}", 'a=1%202&b=2'],
    ["{{ [['a',1]] | urlencode }}", 'a=1'],
    ["{{ '<b>x</b>  y' | striptags }}", 'x y'],
    ["{{ '<b>x</b>\n\n y' | striptags(true) }}", 'x\n\ny'],
    ["{{ 'foo bar' | wordcount }}", '2'],
    ["{{ '' | wordcount }}", ''],
    ["{{ 'abc' | reverse }}", 'cba'],
    ['{{ list | reverse }}', 'c,b,a'],
    ["{{ objs | sum('n') }}", '6'],
    ['{{ -3 | abs }}', '3'],
    ["{{ 'abc' | replace('','-') }}", '-a-b-c-'],
    ["{{ list.concat(['x']) }}", 'a,b,c,x'],
    ['{{ list.at(-1) }}', 'c'],
    ['{{ s.charAt(0) }}', 'x'],
    ["{{ s.padStart(5,'0') }}", '00xyz'],
    ['{{ s.repeat(2) }}', 'xyzxyz'],
    ["{{ s.concat('q') }}", 'xyzq'],
    ["{{ s.lastIndexOf('y') }}", '1'],
    ['{{ s.codePointAt(0) }}', '120'],
    ['{{ s.charCodeAt(0) }}', '120'],
    ['{{ s.substr(1,2) }}', 'yz'],
    ["{{ s.replaceAll('y','q') }}", 'xqz'],
    ['{{ s.trimStart() }}', 'xyz'],
    ['{{ n.toString() }}', '2.34567'],
    ['{{ n.toPrecision(2) }}', '2.3'],
    ['{{ list.toString() }}', 'a,b,c'],
    ['{{ f is callable }}', 'false'],
    ['{{ s is escaped }}', 'false'],
    ['{{ 5 is greaterthan(3) }}', 'true'],
    ['{{ 5 is lessthan(3) }}', 'false'],
    ['{{ true + 1 }}', '2'],
    ['{{ list + 1 }}', 'a,b,c1'],
    ['{{ 5 + none }}', '5'],
    ['{{ a\n+ 1 }}', '2'],
    ["{{ 1 | string + 'x' }}", '1x'],
    ['{{ s | length > 2 }}', 'true'],
    ['{{ list | length + 1 }}', '4'],
    ['{{ o | dictsort | dump }}', '[["a",{"b":1}],["c","q"]]'],
    ['{{ [3,1,2] | sort | first }}', '1'],
    ["{{ 'Z a' | sort }}", ' ,a,Z'],
    ["{{ 'x' ~ {a:1} }}", 'x[object Object]'],
    ["{{ 'x' ~ none }}", 'xnull'],
    ["{{ [1,2] ~ 'a' }}", '1,2a'],
    ["{{ s | groupby('x') | dump }}", '{"undefined":["x","y","z"]}'],
    ['{{ list | sum }}', '00abc'],
    ['{{ missing | sort }}', ''],
    ['{{ missing | int }}', ''],
    ['{{ missing | wordcount }}', ''],
    ['{{ missing | urlencode }}', ''],
    ['{{ missing | abs }}', 'NaN'],
    ['{{ missing | reverse }}', ''],
    ['{{ missing | striptags }}', ''],
    ['{{ none | length }}', '0'],
    ['{{ n | length }}', ''],
  ];
  for (const [template, text] of table)
    it(template, () => {
      assert.equal(renderNunjucks(template, vars), text);
      assert.equal(nunjucksFault(template), undefined);
    });
});

describe('a template that cannot be carried out', () => {
  const faults = {
    'a {{ b': '{{ is not closed by }}.',
    '{{ s | nosuch }}': 'There is no filter "nosuch".',
    '{{ s.nosuch() }}': 'There is no method "nosuch" in templates.',
    '{{ list.push(1) }}': 'There is no method "push" in templates.',
    "{{ s | replace(r/x/g, 'y') }}": 'A pattern such as r/x/ is not supported in templates.',
    "{% if r/^a/i.test('Abc') %}yes{% endif %}": 'A pattern such as r/x/ is not supported in templates.',
    "{% set j = joiner(',') %}{{ j() }}": 'There is no function "joiner".',
    "{% include 'x' %}": '{% include %} is not supported in templates.',
    '{% switch s %}{% case 1 %}': '{% endswitch %} is missing.',
    '{% call nosuch() %}x{% endcall %}': 'There is no function "nosuch".',
  };
  for (const [template, fault] of Object.entries(faults))
    it(`says so without any values: ${template}`, () => {
      assert.equal(nunjucksFault(template), fault);
      assert.throws(() => renderNunjucks(template, vars));
    });

  it('is no text without a tag', () => assert.equal(nunjucksFault('a } b { c'), undefined));
});
