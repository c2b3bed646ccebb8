import assert from 'node:assert/strict';
import { renderNunjucks } from '../../../../src/core/text/nunjucks/renderNunjucks.ts';

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

/** Each template and what Nunjucks 3.2.4 makes of it. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'tests after "is"': {
    '{{ missing is undefined }} {{ s is undefined }}': 'true false',
    '{{ none is none }} {{ none is null }} {{ a is none }} {{ a is null }}': 'true true false false',
    '{{ 4 is even }} {{ 3 is even }} {{ 3 is odd }} {{ 4 is odd }}': 'true false true false',
    '{{ 9 is divisibleby(3) }} {{ 9 is divisibleby(2) }}': 'true false',
    '{{ a is number }} {{ s is number }} {{ s is string }} {{ a is string }}': 'true false true false',
    '{{ o is mapping }} {{ list is mapping }} {{ s is mapping }} {{ none is mapping }}': 'true false false false',
    '{{ list is iterable }} {{ s is iterable }} {{ o is iterable }} {{ a is iterable }}': 'true true false false',
    "{{ s is truthy }} {{ '' is truthy }} {{ '' is falsy }} {{ s is falsy }}": 'true false true false',
    "{{ 'abc' is lower }} {{ 'aBc' is lower }} {{ 'ABC' is upper }} {{ 'AbC' is upper }}": 'true false true false',
    "{{ a is sameas(1) }} {{ a is sameas('1') }} {{ a is sameas(2) }}": 'true false false',
    "{{ a is equalto(1) }} {{ a is equalto('1') }} {{ a is eq(1) }} {{ a is eq('1') }}": 'true false true false',
    '{{ a is ne(1) }} {{ a is ne(2) }}': 'false true',
    '{{ b is greaterthan(1) }} {{ b is greaterthan(2) }} {{ b is gt(1) }} {{ b is gt(2) }}': 'true false true false',
    '{{ b is lessthan(3) }} {{ b is lessthan(2) }} {{ b is lt(3) }} {{ b is lt(2) }}': 'true false true false',
    '{{ b is ge(2) }} {{ b is ge(3) }} {{ b is le(2) }} {{ b is le(1) }}': 'true false true false',
    '{{ s is callable }} {{ s is escaped }} {{ o is not mapping }}': 'false false false',
  },
  operators: {
    "{{ 'b' in list }} {{ 'd' in list }} {{ 'd' not in list }} {{ 'b' not in list }}": 'true false true false',
    "{{ 'c' in o }} {{ 'z' in o }} {{ 'a' not in o }}": 'true false false',
    '{{ none == missing }} {{ none == false }} {{ missing == 0 }} {{ none === missing }}': 'true false false false',
    "{{ 1 == '1' }} {{ 1 == '2' }} {{ true == 1 }} {{ '' == 0 }}": 'true false true true',
    "{{ [1] == '1' }} {{ [1, 2] == '1,2' }} {{ [1] == '2' }} {{ [1] == 1 }}": 'true true false true',
    "{{ 1 === '1' }} {{ 1 === 1 }} {{ 1 !== '1' }} {{ 1 !== 1 }} {{ 1 != '1' }} {{ 1 != 2 }}":
      'false true true false false true',
    "{{ 'b' < 'a' }} {{ 'B' < 'a' }} {{ '10' < '9' }} {{ 10 < '9' }} {{ '10' < 9 }}": 'false true true false false',
    "{{ 1 < 1 }} {{ 1 <= 1 }} {{ 2 <= 1 }} {{ 1 > 1 }} {{ 1 >= 1 }} {{ 1 >= 2 }} {{ 'a' <= 'a' }} {{ 'a' >= 'b' }}":
      'false true false false true false true false',
  },
  'methods of texts, lists and numbers': {
    '{{ s.slice(1) }} {{ s.slice(1, 2) }} {{ s.slice(-2) }} {{ s.slice() }}': 'yz y yz xyz',
    '{{ s.substring(1) }} {{ s.substring(2, 1) }} {{ s.substring(-1, 2) }}': 'yz y xy',
    '{{ s.substr(1) }} {{ s.substr(1, 1) }} {{ s.substr(-2) }} {{ s.substr(-2, 1) }} {{ s.substr(-9, 1) }} {{ s.substr(0, 2) }} {{ s.substr(1, -1) }}|':
      'yz y yz y x xy |',
    '{{ s.at(-1) }} {{ s.at(1) }} {{ s.charAt(2) }} {{ s.charCodeAt(0) }} {{ s.codePointAt(1) }}': 'z y z 120 121',
    "{{ s.concat('!', 1) }} {{ s.lastIndexOf('z') }} {{ s.padStart(5) }}| {{ s.padEnd(5) }}| {{ s.padStart(5, '-') }} {{ s.padEnd(6, 'ab') }}":
      'xyz!1 2   xyz| xyz  | --xyz xyzaba',
    "{{ s.repeat(2) }} {{ s.repeat(0) }}| {{ 'a-b-c'.replaceAll('-', '+') }} {{ 'a-b-c'.replace('-', '+') }}":
      'xyzxyz | a+b+c a+b-c',
    "[{{ ' x '.trimStart() }}] [{{ ' x '.trimEnd() }}] [{{ ' x '.trim() }}]": '[x ] [ x] [x]',
    "{{ 'a,b'.split(',').join('|') }} {{ list.join() }} {{ list.join('') }}": 'a|b a,b,c abc',
    "{{ list.includes('b') }} {{ list.includes('x') }} {{ list.indexOf('c') }} {{ list.lastIndexOf('a') }} {{ list.at(-1) }} {{ list.toString() }}":
      'true false 2 0 c a,b,c',
    "{{ list.slice(1) }} {{ list.slice(0, 2) }} {{ list.slice(-1) }} {{ list.concat(['d'], 'e') }} {{ list.slice() }}":
      'b,c a,b c a,b,c,d,e a,b,c',
    '{{ n.toFixed(2) }} {{ n.toFixed() }} {{ n.toPrecision(3) }} {{ n.toPrecision() }} {{ n.toString() }}':
      '2.35 2 2.35 2.34567 2.34567',
    "{{ s.indexOf('y') }} {{ s.startsWith('x') }} {{ s.endsWith('x') }} {{ s.includes('yz') }} {{ s.toUpperCase() }} {{ 'AB'.toLowerCase() }} {{ s.toString() }}":
      '1 true false true XYZ ab xyz',
  },
  filters: {
    "{{ 'abcdef' | truncate(3) }} {{ 'abcdef' | truncate(6) }} {{ 'ab cd ef' | truncate(4) }} {{ 'ab cd ef' | truncate(4, true) }} {{ 'ab cd ef' | truncate(4, false, '~') }}":
      'abc... abcdef ab... ab c... ab~',
    "{{ 'ab cd ef' | truncate(5) }} {{ 'ab cd' | truncate(2) }}": 'ab cd... ab...',
    "{{ [3, 0, 1] | select | join }} {{ [3, 0, 1] | reject | join }} {{ [3, 0, 1] | select('odd') | join }} {{ [1, 2, 3] | reject('odd') | join }}":
      '31 0 31 2',
    "{{ objs | selectattr('f') | length }} {{ objs | rejectattr('f') | length }}": '2 1',
    '{{ {b: 1, a: 2} | dictsort }} {{ {B: 1, a: 2} | dictsort(true) }} {{ {B: 1, a: 2} | dictsort }}':
      'a,2,b,1 B,1,a,2 a,2,B,1',
    "{{ true | length }}| {{ none | length }} {{ 'abc' | length }} {{ list | length }}": '| 0 3 3',
    "{{ [1, 2] | sum }} {{ objs | sum('n') }} {{ objs | sum('n', 10) }}": '3 6 16',
    "{{ 'a b  c' | wordcount }} {{ '' | wordcount }}|": '3 |',
    "{{ missing | default('d') }} {{ '' | default('d') }}| {{ '' | default('d', true) }} {{ missing | d('d') }} {{ '' | d('d', true) }} {{ s | d('d', true) }} {{ s | default('d') }}":
      'd | d d d xyz xyz',
    '{{ objs[0] | dump }} {{ [1] | dump(2) }} {{ missing | dump }}|': '{"n":2,"k":"x","f":true} [\n  1\n] |',
    "{{ list | last }} {{ list | first }} {{ list | reverse }} {{ 'abc' | reverse }}": 'c a c,b,a cba',
    '{{ [1,2,3,4,5,6,7] | slice(3) | dump }} {{ [1,2,3,4] | batch(3) | dump }} {{ [1,2,3,4] | batch(3, 0) | dump }} {{ [1,2,3,4,5] | batch(2) | dump }}':
      '[[1,2,3],[4,5],[6,7]] [[1,2,3],[4]] [[1,2,3],[4]] [[1,2],[3,4],[5]]',
  },
  'tests that Jinja has and Nunjucks has not': {
    '{{ true is boolean }} {{ a is boolean }}': 'true false',
    '{{ list is sequence }} {{ s is sequence }}': 'true false',
  },
};

describe('the words of a template mean what they mean in Nunjucks', () => {
  for (const [part, table] of Object.entries(words))
    for (const [template, text] of Object.entries(table))
      it(`${part}: ${template}`, () => assert.equal(renderNunjucks(template, vars), text));
});
