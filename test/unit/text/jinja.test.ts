import assert from 'node:assert/strict';
import { renderJinja } from '../../../src/core/text/jinja.ts';

describe('renderJinja', () => {
  it('puts values in, and nothing for what is missing', () => {
    assert.equal(renderJinja('{{ a }}[{{ b.c }}][{{ d }}]', { a: 1, b: { c: 'x' } }), '1[x][]');
  });

  it('leaves text without tags as it is', () => {
    assert.equal(renderJinja('a { b }\n\n', {}), 'a { b }\n\n');
    assert.equal(renderJinja('{{ a }}\n', { a: 'x\n' }), 'x\n\n');
  });

  it('never renders a value again (fault 64)', () => {
    assert.equal(renderJinja('{{ a }}', { a: '{{ b }}{% x %}', b: 'secret' }), '{{ b }}{% x %}');
  });

  it('knows how Nunjucks spells some things', () => {
    const vars = { n: 'Zoe', o: { k: 1 } };
    assert.equal(renderJinja('{% if n === "Zoe" %}is{% endif %}{% if n !== "===" %}n{% endif %}', vars), 'isn');
    assert.equal(renderJinja('{{ n === "Ann" }} {{ n !== "Ann" }} {{ n !== "Zoe" }}', vars), 'false true false');
    assert.equal(renderJinja('{{ o | dump }}', vars), '{"k": 1}');
    assert.equal(renderJinja("{% raw %}{{ n }} it's {% endraw %}{{ n }}", vars), "{{ n }} it's Zoe");
  });

  it('reaches nothing but the values', () => {
    const attacks = [
      '{{ o.constructor }}',
      '{{ s.constructor.constructor("return process")() }}',
      '{{ o.__proto__.polluted }}',
      '{{ process.env.HOME }}',
      '{{ range.constructor("return 1")() }}',
      '{{ this }}{{ globalThis }}{{ require("fs") }}',
      '{{ cycler.__init__.__globals__ }}',
    ];
    for (const attack of attacks) {
      let rendered = '';
      try {
        rendered = renderJinja(attack, { s: 'text', o: { k: 1 } });
      } catch (error) {
        assert.ok(error instanceof Error);
      }
      assert.doesNotMatch(rendered, /function|native|object|1|\//, attack);
    }
  });

  it('loops zero times over what is missing', () => {
    assert.equal(renderJinja('a{% for x in none_such %}{{ x }}{% endfor %}b', {}), 'ab');
    assert.equal(renderJinja('{% for x in o.none_such %}x{% else %}empty{% endfor %}', { o: {} }), 'empty');
    assert.equal(renderJinja('{% for x in none_such if x.a %}x{% endfor %}', {}), '');
    const rows = { rows: [{ a: 1, own: [2] }, { a: 0 }] };
    assert.equal(
      renderJinja('{% for r in rows if r.a %}{{ r.a }}{% for o in r.own %}{{ o }}{% endfor %}{% endfor %}', rows),
      '12',
    );
    assert.equal(renderJinja('{% for r in rows %}{% for o in r.own %}{{ o }}{% endfor %};{% endfor %}', rows), '2;;');
    assert.throws(() => renderJinja('{% for x in n %}{% endfor %}', { n: 5 }));
  });

  it('counts up, down and in steps, and not at all where the end is behind', () => {
    const counted = (args: string) => renderJinja(`{% for i in range(${args}) %}{{ i }} {% endfor %}`, {});
    assert.equal(counted('3'), '0 1 2 ');
    assert.equal(counted('2, 5'), '2 3 4 ');
    assert.equal(counted('0, 7, 3'), '0 3 6 ');
    assert.equal(counted('5, 1, -2'), '5 3 ');
    assert.equal(counted('5, 2'), '');
  });

  it('stops a loop that counts for ever', () => {
    assert.throws(() => renderJinja('{% for i in range(10000000) %}x{% endfor %}', {}), /counts beyond/);
    assert.throws(
      () => renderJinja('{% for i in range(1000) %}{% for j in range(1000) %}{% endfor %}{% endfor %}', {}),
      /counts beyond/,
    );
  });
});
