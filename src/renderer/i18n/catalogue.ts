/** What may follow a key that counts: the plural categories of CLDR. */
type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';

type Base<Key extends string> = Key extends `${infer Name}_${PluralForm}` ? Name : Key;

/** The forms that a key that counts may have beside "other": each language has its own. */
type Plurals<Source> = {
  readonly [Key in keyof Source & string as Key extends `${infer Name}_other`
    ? `${Name}_${PluralForm}`
    : never]?: string;
};

/**
 * A domain's texts in another language than English: the same keys, none missing, none more. A key that counts has the plural
 * forms of its language, "other" always.
 */
export type Translated<Source> = {
  readonly [Key in keyof Source & string as Key extends `${string}_${PluralForm}`
    ? Key extends `${string}_other`
      ? Key
      : never
    : Key]: string;
} & Plurals<Source>;

/** `domain.key` for each text of a domain; a key that counts without its form. */
export type KeysOf<Domain extends string, Source> = `${Domain}.${Base<keyof Source & string>}`;

/** The names in `{{braces}}` of a text. */
type Names<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never;

type TextsOf<Source, Key extends string> = {
  [Each in keyof Source & string]: Base<Each> extends Key ? Source[Each] : never;
}[keyof Source & string];

/** What a text wants to be told: a value for each of its names. */
export type ValuesOf<Source, Key extends string> = {
  readonly [Name in Names<TextsOf<Source, Key>>]: Name extends 'count' ? number : string | number;
};
