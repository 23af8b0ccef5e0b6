interface Props {
  /** One for each column, all different. */
  readonly names: readonly string[];
}

/** The head of a plain table. */
export function TableHead({ names }: Props) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
