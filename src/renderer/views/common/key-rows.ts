/** What the on-screen keys show: letters and what stands in names, or what else a password may hold. */
export type KeyLayer = 'letters' | 'capitals' | 'signs' | 'digits';

const DIGITS = [...'1234567890'];

const ROWS: Readonly<Record<KeyLayer, readonly (readonly string[])[]>> = {
  letters: [DIGITS, [...'qwertyuiop'], [...'asdfghjkl-'], [...'zxcvbnm._']],
  capitals: [DIGITS, [...'QWERTYUIOP'], [...'ASDFGHJKL-'], [...'ZXCVBNM._']],
  signs: [DIGITS, [...'!"#$%&\'()*'], [...'+,/:;<=>?@'], [...'[\\]^`{|}~']],
  digits: [DIGITS],
};

/** The keys of a layer, row by row; together the layers reach every character that ASCII prints but the space. */
export function keyRows(layer: KeyLayer): readonly (readonly string[])[] {
  return ROWS[layer];
}
