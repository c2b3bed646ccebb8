import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../../../src/core/json.ts';
import { renderNunjucks } from '../../../../src/core/text/nunjucks/renderNunjucks.ts';

const vars: JsonObject = {
  name: 'Zoe',
  n: 7,
  none: null,
  empty: [],
  xs: ['b', 'C', 'a'],
  people: [
    { name: 'Ann', age: 41, admin: true },
    { name: 'Bo', age: 7, admin: false },
  ],
  html: '<b>Tom & "Jerry"</b>',
};

/** Templates and what they give, as a picture. */
function assertRenders(expected: Readonly<Record<string, string>>) {
  const rendered = Object.keys(expected).map((template) => [template, renderNunjucks(template, vars)]);
  assert.deepEqual(Object.fromEntries(rendered), expected);
}

describe('renderNunjucks', () => {
  it('prints values as JavaScript does, and nothing for what is missing', () => {
    assertRenders({
      '{{ name }} {{ n }} {{ true }} [{{ none }}] [{{ missing.deep }}]': 'Zoe 7 true [] []',
      '{{ xs }} {{ people[1] }} {{ people[0].age }} {{ people[0]["name"] }}': 'b,C,a [object Object] 41 Ann',
      'no { tag } here\n\n': 'no { tag } here\n\n',
      '{{ name }}\n': 'Zoe\n',
    });
  });

  it('never renders a value again (fault 64)', () => {
    assert.equal(renderNunjucks('{{ a }}', { a: '{{ b }}{% x %}', b: 'secret' }), '{{ b }}{% x %}');
  });

  it('knows conditions, tests and the truth of JavaScript', () => {
    assertRenders({
      '{% if n > 10 %}big{% elif n > 5 %}medium{% else %}small{% endif %}': 'medium',
      '{% if name === "Zoe" and not missing %}A{% endif %}{% if empty %}B{% endif %}': 'AB',
      '{{ "yes" if n is odd else "no" }} {{ "only" if none }}': 'yes ',
      '{% if "o" in name %}in{% endif %} {{ "z" not in xs }} {{ n is divisibleby(7) }} {{ missing is defined }}':
        'in true true false',
      '{{ 1 + 2 * 3 }} {{ "1" + 2 }} {{ 7 // 2 }} {{ 2 ** 3 }} {{ "a" ~ 1 }} {{ -n }}': '7 12 3 8 a1 -7',
    });
  });

  it('knows loops over lists and maps', () => {
    assertRenders({
      '{% for x in xs %}{{ loop.index }}{{ x }}{% if not loop.last %},{% endif %}{% endfor %}': '1b,2C,3a',
      '{% for x in empty %}x{% else %}none{% endfor %}': 'none',
      '{% for k, v in people[0] %}{{ k }}={{ v }};{% endfor %}': 'name=Ann;age=41;admin=true;',
      '{% for a, b in [[1, 2], [3, 4]] %}{{ a }}-{{ b }} {% endfor %}': '1-2 3-4 ',
      '{% for i in range(1, 4) %}{{ i }}{% endfor %}': '123',
    });
  });

  it('knows set, macros, raw, comments and the control of blanks', () => {
    assertRenders({
      '{% set a = "Hi " + name %}{{ a }}{% set b %}[{{ n }}]{% endset %}{{ b }}': 'Hi Zoe[7]',
      '{% macro greet(who, mark="!") %}Hi {{ who }}{{ mark }}{% endmacro %}{{ greet(name) }} {{ greet("you", mark="?") }}':
        'Hi Zoe! Hi you?',
      '{% raw %}{{ name }}{% endraw %}{# {{ name }} #}': '{{ name }}',
      'A  {%- if true %} B {%- endif -%}  C {{- name -}} D': 'A BCZoeD',
      '{{ \'}}\' }}{{ "%}" }}': '}}%}',
      '{% filter upper %}a{{ name }}{% endfilter %}': 'AZOE',
    });
  });

  it('knows the filters', () => {
    assertRenders({
      '{{ xs | join(", ") }} {{ people | join(";", "name") }} {{ xs | sort | join }} {{ xs | sort(true) | join }}':
        'b, C, a Ann;Bo abC Cba',
      '{{ xs | length }} {{ xs | first }} {{ xs | last }} {{ xs | reverse | join }} {{ people | sum("age") }}':
        '3 b a aCb 48',
      '{% for row in [1,2,3,4,5] | batch(2) %}[{{ row | join("-") }}]{% endfor %}{% for col in [1,2,3] | slice(2) %}<{{ col }}>{% endfor %}':
        '[1-2][3-4][5]<1,2><3>',
      '{{ people | selectattr("admin") | join(",", "name") }} {{ people | rejectattr("admin") | join(",", "name") }}':
        'Ann Bo',
      '{{ html | escape }} {{ html | striptags }}': '&lt;b&gt;Tom &amp; &quot;Jerry&quot;&lt;/b&gt; Tom & "Jerry"',
      '{{ people[1] | dump }} {{ missing | default("d") }} {{ "" | default("d", true) }}':
        '{"name":"Bo","age":7,"admin":false} d d',
      '{{ "a-b-c" | replace("-", "+", 1) }} {{ 2.567 | round(1) }} {{ "3x" | int }} {{ "one two three" | truncate(8) }}':
        'a+b-c 2.6 3 one two...',
      '{{ name.toUpperCase() }} {{ "a,b".split(",") | last }} {{ (\'{"a": 5}\' | load).a }}': 'ZOE b 5',
    });
  });

  it('says what is wrong', () => {
    const wrong = {
      '{{ name': /\{\{ is not closed/,
      '{% if n %}x': /endif %\} is missing/,
      '{{ n | nope }}': /no filter "nope"/,
      '{{ n is nope }}': /no test "nope"/,
      '{{ name | }}': /missing/,
      '{% include "x" %}': /include %\} is not supported/,
      '{{ a b }}': /b cannot stand here/,
      '{{ n & 1 }}': /"&" cannot stand here/,
    };
    for (const [template, message] of Object.entries(wrong))
      assert.throws(() => renderNunjucks(template, vars), message, template);
  });

  it('reaches nothing but the values', () => {
    const attacks = [
      '{{ people.constructor }}',
      '{{ name.constructor.constructor("return process")() }}',
      '{{ range.constructor("return 1")() }}',
      '{{ people[0].__proto__.polluted }}{{ people[0]["__proto__"] }}{{ people[0]["constructor"] }}',
      '{{ process.env.HOME }}{{ globalThis }}{{ this }}{{ require("fs") }}',
      '{{ name.replace("Z", name.constructor) }}',
      '{{ [].map.constructor }}{{ xs.__lookupGetter__("x") }}',
      '{{ "x".__defineGetter__("y", 1) }}',
      '{{ joiner.constructor }}{{ cycler.__init__ }}',
      '{% set __proto__ = people %}{{ toString }}{{ hasOwnProperty }}{{ valueOf }}',
    ];
    for (const attack of attacks) {
      let rendered = '';
      try {
        rendered = renderNunjucks(attack, vars);
      } catch (error) {
        assert.ok(error instanceof Error);
      }
      assert.doesNotMatch(rendered, /function|native|\//, attack);
    }
    assert.equal('polluted' in {}, false);
  });

  it('comes to an end', () => {
    const endless = [
      '{% for i in range(1e9) %}x{% endfor %}',
      '{% for i in range(100000000) %}x{% endfor %}',
      '{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}',
      '{% set r = range(1000) %}{% for a in r %}{% for b in r %}{% for c in r %}x{% endfor %}{% endfor %}{% endfor %}',
      '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
      '{% for a in range(0, 5, 0) %}x{% endfor %}',
    ];
    for (const template of endless) assert.throws(() => renderNunjucks(template, {}), Error, template);
  });

  it('gives a text or an error for any template and any values', () => {
    const part = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '{#',
      '#}',
      ' if ',
      ' for x in xs ',
      ' endif ',
      ' endfor ',
      '|',
      'join',
      '"',
      "'",
      '-',
      '(',
      ')',
      '[',
      'xs',
      '.',
      'set a = ',
      'raw',
      '\n',
      '1',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        try {
          assert.equal(typeof renderNunjucks(parts.join(''), vars), 'string');
        } catch (error) {
          assert.ok(error instanceof Error);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
