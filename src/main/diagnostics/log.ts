/** Values a log line may carry; never statement parameters, never credentials. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One line for each thing that happened: the event's name first, fields after it. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Field names whose value is never written, whoever passes it. */
const SECRET_FIELD = /password|token|code$|secret|credential/i;
/** `scheme://user:password@`: a connection URL inside a message of some library. */
const URL_PASSWORD = /(\w+:\/\/[^\s:/@]+):[^\s@]+@/g;

function fieldText(name: string, value: LogFields[string]): string {
  if (SECRET_FIELD.test(name)) return `${name}=(hidden)`;
  const text = String(value).replace(URL_PASSWORD, '$1:(hidden)@');
  return /[\s="]/.test(text) || text === '' ? `${name}=${JSON.stringify(text)}` : `${name}=${text}`;
}

/**
 * A log that writes lines such as `2026-11-23T14:02:11.000Z warn plant-lost reason="connection closed"`.
 * @param write takes one line without its end
 * @param nowMs this machine's clock, ms since the epoch
 */
export function createLog(write: (line: string) => void, nowMs: () => number): Log {
  const line =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      const parts = Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => fieldText(name, value));
      write([new Date(nowMs()).toISOString(), level, event, ...parts].join(' '));
    };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}
