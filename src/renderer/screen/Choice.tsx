interface Option<Value extends string> {
  readonly value: Value;
  readonly word: string;
  /** Of the word, where it is not the page's. */
  readonly lang?: string;
}

interface Props<Value extends string> {
  /** For tests: `screen-<name>-<value>`. */
  readonly name: string;
  readonly title: string;
  readonly options: readonly Option<Value>[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

/** One of a few, each of them a button for gloves. */
export function Choice<Value extends string>({ name, title, options, chosen, onChoose }: Props<Value>) {
  return (
    <fieldset className="screen-choice">
      <legend>{title}</legend>
      {options.map(({ value, word, lang }) => (
        <button
          key={value}
          type="button"
          className="control"
          data-testid={`screen-${name}-${value}`}
          lang={lang}
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          {word}
        </button>
      ))}
    </fieldset>
  );
}
