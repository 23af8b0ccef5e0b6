/**
 * Just enough of SQL's lexical rules to know where statements begin and what their first words are. The front
 * looks at statements only to keep clients of the one session apart; what it does not know passes unchanged.
 */

export interface Token {
  /** `word`: unquoted, as written; `name`: a quoted identifier, unquoted; `other`: one character or a literal. */
  readonly kind: 'word' | 'name' | 'other';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Statement {
  readonly start: number;
  readonly end: number;
  /** The first tokens, comments left out: enough for every statement that the front looks at. */
  readonly tokens: readonly Token[];
}

/** More than a COPY with several hundred named columns has. */
const MAX_TOKENS = 2_048;

const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const DOLLAR_QUOTE = /\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

function matchAt(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0];
}

/** End of a quoted run that begins at `at`; a doubled quote stays inside, a backslash escapes where asked. */
function endOfQuoted(sql: string, at: number, quote: string, backslashEscapes: boolean): number {
  let i = at + 1;
  while (i < sql.length) {
    if (backslashEscapes && sql[i] === '\\') i += 2;
    else if (sql[i] !== quote) i += 1;
    else if (sql[i + 1] === quote) i += 2;
    else return i + 1;
  }
  return sql.length;
}

function endOfBlockComment(sql: string, at: number): number {
  let depth = 0;
  let i = at;
  while (i < sql.length) {
    if (sql.startsWith('/*', i)) {
      depth += 1;
      i += 2;
    } else if (sql.startsWith('*/', i)) {
      depth -= 1;
      i += 2;
      if (depth === 0) return i;
    } else i += 1;
  }
  return sql.length;
}

function endOfLine(sql: string, at: number): number {
  const end = sql.indexOf('\n', at);
  return end < 0 ? sql.length : end + 1;
}

/** The token at `at`, or where the blank or comment there ends. */
function readToken(sql: string, at: number): Token | number {
  const char = sql[at] ?? '';
  if (/\s/.test(char)) return at + 1;
  if (sql.startsWith('--', at)) return endOfLine(sql, at);
  if (sql.startsWith('/*', at)) return endOfBlockComment(sql, at);
  const word = matchAt(WORD, sql, at);
  if (word !== undefined) {
    const isEscapeString = (word === 'E' || word === 'e') && sql[at + 1] === "'";
    if (!isEscapeString) return { kind: 'word', text: word, start: at, end: at + word.length };
    return { kind: 'other', text: "'", start: at, end: endOfQuoted(sql, at + 1, "'", true) };
  }
  if (char === '"') {
    const end = endOfQuoted(sql, at, '"', false);
    return { kind: 'name', text: sql.slice(at + 1, end - 1).replaceAll('""', '"'), start: at, end };
  }
  if (char === "'") return { kind: 'other', text: "'", start: at, end: endOfQuoted(sql, at, "'", false) };
  const tag = char === '$' ? matchAt(DOLLAR_QUOTE, sql, at) : undefined;
  if (tag !== undefined) {
    const close = sql.indexOf(tag, at + tag.length);
    return { kind: 'other', text: "'", start: at, end: close < 0 ? sql.length : close + tag.length };
  }
  return { kind: 'other', text: char, start: at, end: at + 1 };
}

/** Statements of a query text in order; empty ones are left out. Never throws: what cannot be read ends at the text's end. */
export function splitStatements(sql: string): readonly Statement[] {
  const statements: Statement[] = [];
  let tokens: Token[] = [];
  let at = 0;
  const finish = (end: number) => {
    const first = tokens[0];
    if (first !== undefined) statements.push({ start: first.start, end, tokens });
    tokens = [];
  };
  while (at < sql.length) {
    const token = readToken(sql, at);
    if (typeof token === 'number') at = token;
    else {
      at = token.end;
      if (token.kind === 'other' && token.text === ';') finish(token.start);
      else if (tokens.length < MAX_TOKENS) tokens.push(token);
    }
  }
  finish(sql.length);
  return statements;
}

/** The token's keyword in upper case; empty for what is no unquoted word. */
export function keyword(token: Token | undefined): string {
  return token?.kind === 'word' ? token.text.toUpperCase() : '';
}

/** The identifier that the token names, folded as PostgreSQL does. */
export function identifier(token: Token): string {
  return token.kind === 'name' ? token.text : token.text.toLowerCase();
}
