import { type ListenAction, refusal, rewriteForSharedSession } from './rewrite';
import { initialSettings, type SessionSettings } from './session-settings';
import { closeFrame, cString, FRONTEND, frame, ProtocolError, readCString } from './wire';

/**
 * One client's side of the shared session: collects its messages into units that run undivided, and gives its
 * prepared statements and portals names of their own. Knows nothing of sockets.
 */

/** What runs in one turn: up to Query, Sync or Flush. */
export interface Unit {
  readonly frames: readonly Buffer[];
  readonly kind: 'run' | 'flush' | 'copy-start' | 'copy' | 'deallocate-all' | 'discard-all' | 'terminate';
  /** Text of its first statement, for people. */
  readonly label: string;
  readonly listenActions: readonly ListenAction[];
  readonly touchesSettings: boolean;
  /** It uses the unnamed statement of an earlier unit, which another client may have replaced since. */
  readonly usesEarlierUnnamed: boolean;
}

type Collecting = { -readonly [K in keyof Omit<Unit, 'kind' | 'frames'>]: Unit[K] } & { frames: Buffer[] };

const EMPTY_UNIT = { label: '', listenActions: [], touchesSettings: false, usesEarlierUnnamed: false };
const SIMPLE_ONLY = 'works here in a simple query only';

export interface ClientIdentity {
  readonly id: number;
  readonly user: string;
  readonly isSuperuser: boolean;
  readonly applicationName: string;
  /** Settings from the start-up message. */
  readonly startupSettings: ReadonlyMap<string, string>;
}

export class ClientSession {
  readonly identity: ClientIdentity;
  readonly listening = new Set<string>();
  /** LISTEN and UNLISTEN of a transaction that is still open. */
  pendingListenActions: ListenAction[] = [];
  settings: SessionSettings;
  settingsTouched = false;
  /** The last Parse of the unnamed statement, to be repeated when another client's has replaced it. */
  unnamedParse: Buffer | undefined;
  readonly #prefix: string;
  readonly #statementNames = new Set<string>();
  #collecting: Collecting = { ...EMPTY_UNIT, frames: [] };
  #copyFrames: Buffer[] | undefined;
  #collectedBytes = 0;
  readonly #maxUnitBytes: number;

  /** @param maxUnitBytes longest unit accepted; COPY data counts as one */
  constructor(identity: ClientIdentity, maxUnitBytes: number) {
    this.identity = identity;
    this.#prefix = `c${identity.id}_`;
    this.#maxUnitBytes = maxUnitBytes;
    this.settings = this.initialSettings();
  }

  initialSettings(): SessionSettings {
    return initialSettings(this.identity.user, this.identity.startupSettings);
  }

  /**
   * Takes one frame; gives a unit when it completes one.
   * @throws ProtocolError for what the engine would not survive; the connection is to be closed
   */
  take(message: Buffer): Unit | undefined {
    this.#collectedBytes += message.length;
    if (this.#collectedBytes > this.#maxUnitBytes) throw new ProtocolError('a batch is too large for this plant');
    const type = message[0];
    if (type === FRONTEND.terminate) return { ...EMPTY_UNIT, frames: [], kind: 'terminate' };
    if (this.#copyFrames !== undefined) return this.#takeCopy(this.#copyFrames, message);
    switch (type) {
      case FRONTEND.query:
        return this.#takeQuery(message);
      case FRONTEND.parse:
        return this.#collect(this.#parse(message));
      case FRONTEND.bind:
        return this.#collect(this.#bind(message));
      case FRONTEND.describe:
      case FRONTEND.close:
        return this.#collect(this.#describeOrClose(message));
      case FRONTEND.execute:
        return this.#collect(this.#execute(message));
      case FRONTEND.flush:
        this.#collect(message);
        return this.#finish('flush');
      case FRONTEND.sync:
        this.#collect(message);
        return this.#finish('run');
      case FRONTEND.copyData:
      case FRONTEND.copyDone:
      case FRONTEND.copyFail:
        // Left over from a COPY that has failed: a server ignores them too.
        return undefined;
      default:
        throw new ProtocolError(`message type ${JSON.stringify(String.fromCharCode(type ?? 0))} is not supported`);
    }
  }

  /** Close messages for everything that this client has prepared; forgets the names. */
  closeStatementFrames(): readonly Buffer[] {
    const frames = [...this.#statementNames].map((name) => closeFrame('S', name));
    this.#statementNames.clear();
    this.unnamedParse = undefined;
    return frames;
  }

  get hasStatements(): boolean {
    return this.#statementNames.size > 0;
  }

  #collect(message: Buffer): undefined {
    this.#collecting.frames.push(message);
    return undefined;
  }

  #finish(kind: Unit['kind']): Unit {
    const unit: Unit = { ...this.#collecting, kind };
    this.#collecting = { ...EMPTY_UNIT, frames: [] };
    this.#collectedBytes = 0;
    return unit;
  }

  #note(sql: string): ReturnType<typeof rewriteForSharedSession> {
    const rules = { namePrefix: this.#prefix, isSuperuser: this.identity.isSuperuser };
    const rewritten = rewriteForSharedSession(sql, rules);
    const unit = this.#collecting;
    if (unit.label === '') unit.label = sql.slice(0, 400);
    if (rewritten.listenActions.length > 0) unit.listenActions = [...unit.listenActions, ...rewritten.listenActions];
    for (const name of rewritten.preparedNames) this.#statementNames.add(name);
    if (rewritten.touchesSettings) unit.touchesSettings = true;
    return rewritten;
  }

  #takeQuery(message: Buffer): Unit | undefined {
    const [sql] = readCString(message, 5);
    const rewritten = this.#note(sql);
    const query = rewritten.sql === sql ? message : frame(FRONTEND.query, cString(rewritten.sql));
    if (rewritten.whole !== 'copy-from-stdin') {
      this.#collect(query);
      return this.#finish(rewritten.whole ?? 'run');
    }
    this.#copyFrames = [query];
    return { ...EMPTY_UNIT, frames: [], kind: 'copy-start', label: sql.slice(0, 400) };
  }

  /** The engine does not survive a COPY whose data comes later: it is handed over whole. */
  #takeCopy(copyFrames: Buffer[], message: Buffer): Unit | undefined {
    const type = message[0];
    if (type === FRONTEND.flush || type === FRONTEND.sync) return undefined;
    if (type !== FRONTEND.copyData && type !== FRONTEND.copyDone && type !== FRONTEND.copyFail) {
      throw new ProtocolError('only COPY data may follow COPY FROM STDIN');
    }
    copyFrames.push(message);
    if (type === FRONTEND.copyData) return undefined;
    this.#collecting.frames.push(...copyFrames);
    this.#copyFrames = undefined;
    return this.#finish('copy');
  }

  #parse(message: Buffer): Buffer {
    const [name, afterName] = readCString(message, 5);
    const [sql, afterSql] = readCString(message, afterName);
    const rewritten = this.#note(sql);
    const text = rewritten.whole === undefined ? rewritten.sql : refusal(`${firstWord(sql)} ${SIMPLE_ONLY}`);
    if (name !== '') this.#statementNames.add(this.#prefix + name);
    const changed = name === '' && text === sql ? message : this.#rebuildParse(name, text, message.subarray(afterSql));
    if (name === '') this.unnamedParse = changed;
    return changed;
  }

  #rebuildParse(name: string, sql: string, parameterTypes: Buffer): Buffer {
    return frame(FRONTEND.parse, cString(this.#ownName(name)), cString(sql), parameterTypes);
  }

  #bind(message: Buffer): Buffer {
    const [portal, afterPortal] = readCString(message, 5);
    const [statement, afterStatement] = readCString(message, afterPortal);
    if (statement === '') this.#noteUnnamedUse();
    if (portal === '' && statement === '') return message;
    const names = [cString(this.#ownName(portal)), cString(this.#ownName(statement))];
    return frame(FRONTEND.bind, ...names, message.subarray(afterStatement));
  }

  #describeOrClose(message: Buffer): Buffer {
    const isStatement = message[5] === 0x53;
    const [name] = readCString(message, 6);
    if (isStatement && name === '' && message[0] === FRONTEND.describe) this.#noteUnnamedUse();
    if (name === '') return message;
    if (isStatement && message[0] === FRONTEND.close) this.#statementNames.delete(this.#prefix + name);
    return frame(message[0] ?? 0, message.subarray(5, 6), cString(this.#ownName(name)));
  }

  #execute(message: Buffer): Buffer {
    const [portal, afterPortal] = readCString(message, 5);
    if (portal === '') return message;
    return frame(FRONTEND.execute, cString(this.#ownName(portal)), message.subarray(afterPortal));
  }

  #ownName(name: string): string {
    return name === '' ? '' : this.#prefix + name;
  }

  #noteUnnamedUse(): void {
    const parsedHere = this.#collecting.frames.some((f) => f[0] === FRONTEND.parse && f[5] === 0);
    if (!parsedHere) this.#collecting.usesEarlierUnnamed = true;
  }
}

function firstWord(sql: string): string {
  return /[A-Za-z]+/.exec(sql)?.[0]?.toUpperCase() ?? '';
}
