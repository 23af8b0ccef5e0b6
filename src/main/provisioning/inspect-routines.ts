import { ABSENT, type Inspect, RIGHT } from './step-state';

/** A function or procedure of the schema taktline: its body must be the one of its file, letter by letter. */
export function inspectRoutine(name: string, createSql: string): Inspect {
  const body = /\$(function|procedure)\$([\s\S]*?)\$\1\$/.exec(createSql)?.[2];
  return (catalogue) => {
    const found = catalogue.routines.get(name);
    if (found === undefined) return ABSENT;
    if (found.source === body) return RIGHT;
    return { kind: 'differs', what: `taktline.${name} has our text again`, sql: createSql };
  };
}

/** A trigger of ours: its definition must be that of its file, and it must be enabled. */
export function inspectTrigger(table: string, trigger: string, createSql: string): Inspect {
  const wanted = plain(createSql.replaceAll(/^\s*--.*$/gm, ''));
  return (catalogue) => {
    const found = catalogue.triggers.get(`${table} ${trigger}`);
    if (found === undefined) return ABSENT;
    if (found.isEnabled && plain(found.definition) === wanted) return RIGHT;
    return {
      kind: 'differs',
      what: `trigger ${trigger} of ${table} is as we made it`,
      sql: `DROP TRIGGER ${trigger} ON ${table};\n${createSql}`,
    };
  };
}

/** One blank between words, no semicolon: as pg_get_triggerdef writes it. Which names it quotes is its own affair. */
function plain(sql: string): string {
  return sql.replaceAll('"', '').replaceAll(/\s+/g, ' ').replace(/;\s*$/, '').trim();
}
