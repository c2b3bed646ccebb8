/** Functions of PostgreSQL that the grammar of MySQL accepts, because it knows no function by name. */
const foreignToMysql = /\b(generate_series|string_agg|array_agg|date_trunc|to_tsvector|to_tsquery)\s*\(/i;

const modifiers = '(?:all|distinct)';
const mysqlModifiers =
  '(?:all|distinct(?:row)?|high_priority|straight_join|sql_(?:big_result|buffer_result|cache|calc_found_rows|no_cache|small_result))';

/** A sentence about SQL that the grammar of a dialect accepts although it is most likely no statement; undefined for other SQL. */
export function sqlSlip(sql: string, database: string): string | undefined {
  const bare = withoutQuotesAndComments(sql, database);
  if (bare.replaceAll(/[\s;]/g, '') === '') return 'It has no statement.';
  if ((sql.split('`').length - 1) % 2 === 1) return 'A backtick is not closed.';
  const isMysql = /^(?:mysql|mariadb)$/i.test(database);
  const [, foreign] = isMysql ? (foreignToMysql.exec(sql) ?? []) : [];
  if (foreign !== undefined) return `${database} has no function ${foreign}.`;
  return twoColumns(bare, isMysql ? mysqlModifiers : modifiers)
    ? 'Between its two columns a comma or AS is missing.'
    : undefined;
}

/** True for `SELECT id name FROM`, which the grammar reads as an alias, and people as a forgotten comma. */
function twoColumns(bare: string, modifier: string): boolean {
  const name = '[a-z_][a-z0-9_]*';
  return new RegExp(`\\bselect\\s+(?:${modifier}\\s+)*(?!${modifier}\\b)${name}\\s+${name}\\s+from\\b`, 'i').test(bare);
}

/** SQL in which quoted texts are replaced by a mark that is no name, and comments by a blank. */
function withoutQuotesAndComments(sql: string, database: string): string {
  const bracket = /^(?:transactsql|sqlite)$/i.test(database) ? '|\\[[^\\]]*\\]?' : '';
  const quoted = `'(?:\\\\[^]|''|[^'\\\\])*'?|"(?:\\\\[^]|""|[^"\\\\])*"?|\`[^\`]*\`?|\\$(?<tag>\\w*)\\$[^]*?(?:\\$\\k<tag>\\$|$)${bracket}`;
  const comment = '--[^\\r\\n]*|#[^\\r\\n]*|/\\*[^]*?(?:\\*/|$)';
  return sql.replace(new RegExp(`(?<comment>${comment})|${quoted}`, 'g'), (...found) => {
    const groups: unknown = found.at(-1);
    const isComment =
      typeof groups === 'object' && groups !== null && 'comment' in groups && groups.comment !== undefined;
    return isComment ? ' ' : ' ? ';
  });
}
