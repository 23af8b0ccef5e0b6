interface Props {
  readonly faults: ReadonlyMap<string, string>;
  /** The place in the document, such as "shifts.0". */
  readonly place: string;
  /** Of the place alone, not of what lies in it. */
  readonly isExact?: boolean;
  /** What its fields are called, by their names in the document. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What is wrong at a place, beneath it: with the field's name where it is one of several. */
export function FaultLines({ faults, place, isExact = false, labels = {} }: Props) {
  const found = [...faults].filter(([path]) => path === place || (!isExact && path.startsWith(`${place}.`)));
  return found.map(([path, sentence]) => {
    const label = labels[path.slice(place.length + 1)];
    return (
      <p key={path} className="plan-fault" role="alert" data-testid="plan-fault" data-place={path}>
        {label !== undefined && <strong>{label}: </strong>}
        {sentence}
      </p>
    );
  });
}
