import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** Name and value; what is wrong stands first, marked. */
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
  /** One sentence where something is wrong. */
  readonly trouble?: string | undefined;
}

/** A panel of names and values. */
export function Facts({ title, facts, trouble }: Props) {
  return (
    <section className="diagnostics-panel">
      <h2>{title}</h2>
      {trouble !== undefined && (
        <p className="diagnostics-trouble">
          <strong>!</strong> {trouble}
        </p>
      )}
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
