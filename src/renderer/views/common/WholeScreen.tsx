import type { ReactNode } from 'react';
import './whole-screen.css';

interface Props {
  readonly title: string;
  readonly testId: string;
  readonly children?: ReactNode;
}

/** One sentence in the middle, where there is nothing else to show yet. */
export function WholeScreen({ title, testId, children }: Props) {
  return (
    <main className="whole-screen" data-testid={testId} role="status">
      <h1>{title}</h1>
      {children}
    </main>
  );
}
