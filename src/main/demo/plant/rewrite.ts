import { identifier, keyword, type Statement, splitStatements, type Token } from './statements';

/**
 * What a client's SQL text must be changed to, or remembered for, because all clients share one session:
 * LISTEN and UNLISTEN, names of prepared statements, settings, COPY FROM STDIN, and what would touch every client.
 */

export type ListenAction =
  | { readonly kind: 'listen'; readonly channel: string }
  | { readonly kind: 'unlisten'; readonly channel: string }
  | { readonly kind: 'unlisten-all' };

export interface Rewritten {
  readonly sql: string;
  readonly listenActions: readonly ListenAction[];
  /** Names, prefix included, that PREPARE gives. */
  readonly preparedNames: readonly string[];
  /** A setting of the session may be another afterwards. */
  readonly touchesSettings: boolean;
  /** Answered by the front, not by the engine; only where the text is this one statement. */
  readonly whole: 'copy-from-stdin' | 'deallocate-all' | 'discard-all' | undefined;
}

export interface RewriteRules {
  /** Put before the names of this client's prepared statements. */
  readonly namePrefix: string;
  /** Only a superuser may become another user, as on a server. */
  readonly isSuperuser: boolean;
}

/** Texts without one of these words pass as they are, unread. */
const WORTH_READING =
  /\b(?:listen|unlisten|copy|set|reset|set_config|session_authorization|discard|deallocate|prepare|execute)\b/i;
/** UNLISTEN must not end the others' notifications: the engine is told to forget a channel that nobody has. */
const NO_CHANNEL = 'taktline_no_channel';
/** NAMEDATALEN - 1: PostgreSQL cuts longer names. */
const MAX_NAME_BYTES = 63;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Findings {
  readonly edits: Edit[];
  readonly listenActions: ListenAction[];
  readonly preparedNames: string[];
  touchesSettings: boolean;
  whole: Rewritten['whole'];
}

/** Reads and changes a query text for the shared session. Statements that cannot work here become a syntax error that says why. */
export function rewriteForSharedSession(sql: string, rules: RewriteRules): Rewritten {
  const findings: Findings = {
    edits: [],
    listenActions: [],
    preparedNames: [],
    touchesSettings: false,
    whole: undefined,
  };
  if (!WORTH_READING.test(sql)) return { sql, ...findings };
  const statements = splitStatements(sql);
  for (const statement of statements) inspect(statement, rules, statements.length === 1, findings);
  if (/\bset_config\s*\(/i.test(sql)) findings.touchesSettings = true;
  if (!rules.isSuperuser && /\bsession_authorization\b/i.test(sql)) {
    return { ...findings, sql: refusal('permission denied to set session authorization'), whole: undefined };
  }
  return { ...findings, sql: applyEdits(sql, findings.edits) };
}

function inspect(statement: Statement, rules: RewriteRules, isOnly: boolean, findings: Findings): void {
  const [first, second, third] = statement.tokens;
  const refuse = (why: string) =>
    findings.edits.push({ start: statement.start, end: statement.end, text: refusal(why) });
  switch (keyword(first)) {
    case 'LISTEN':
      if (second) findings.listenActions.push({ kind: 'listen', channel: channelName(second) });
      return;
    case 'UNLISTEN':
      if (second) unlisten(second, findings);
      return;
    case 'SET':
    case 'RESET':
      findings.touchesSettings = true;
      if (!rules.isSuperuser && keyword(second) === 'SESSION' && keyword(third) === 'AUTHORIZATION') {
        refuse('permission denied to set session authorization');
      }
      return;
    case 'DISCARD':
      if (keyword(second) !== 'ALL') return;
      if (isOnly) findings.whole = 'discard-all';
      else refuse('DISCARD ALL must be sent alone');
      return;
    case 'DEALLOCATE':
      if (keyword(second) !== 'ALL') prefixName(keyword(second) === 'PREPARE' ? third : second, rules, findings);
      else if (isOnly) findings.whole = 'deallocate-all';
      else refuse('DEALLOCATE ALL must be sent alone');
      return;
    case 'PREPARE':
      if (second === undefined || keyword(second) === 'TRANSACTION') return;
      findings.preparedNames.push(rules.namePrefix + identifier(second));
      prefixName(second, rules, findings);
      return;
    case 'EXECUTE':
      prefixName(second, rules, findings);
      return;
    case 'COPY':
      if (!isCopyFromStdin(statement.tokens)) return;
      if (isOnly) findings.whole = 'copy-from-stdin';
      else refuse('COPY FROM STDIN must be sent alone');
      return;
  }
}

function unlisten(target: Token, findings: Findings): void {
  const isAll = target.kind === 'other' && target.text === '*';
  findings.listenActions.push(isAll ? { kind: 'unlisten-all' } : { kind: 'unlisten', channel: channelName(target) });
  findings.edits.push({ start: target.start, end: target.end, text: NO_CHANNEL });
}

function prefixName(token: Token | undefined, rules: RewriteRules, findings: Findings): void {
  if (token === undefined || token.kind === 'other') return;
  const text = `"${(rules.namePrefix + identifier(token)).replaceAll('"', '""')}"`;
  findings.edits.push({ start: token.start, end: token.end, text });
}

function channelName(token: Token): string {
  const bytes = Buffer.from(identifier(token), 'utf8');
  return bytes.length <= MAX_NAME_BYTES ? identifier(token) : bytes.toString('utf8', 0, MAX_NAME_BYTES);
}

function isCopyFromStdin(tokens: readonly Token[]): boolean {
  return tokens.some((token, i) => keyword(token) === 'FROM' && keyword(tokens[i + 1]) === 'STDIN');
}

/** A text that the engine refuses with 42601 and these words, in whatever protocol and transaction state it comes. */
export function refusal(why: string): string {
  return `"${why.replaceAll('"', "'").slice(0, MAX_NAME_BYTES)}"`;
}

function applyEdits(sql: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += sql.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + sql.slice(at);
}
