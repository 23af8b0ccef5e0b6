import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { t } from '../../i18n/text';
import { type KeyLayer, keyRows } from './key-rows';

interface Props {
  /** The field that is typed into. */
  readonly field: HTMLInputElement;
  readonly onDone: () => void;
}

/** Puts a text where the caret is, or takes the character before it, as a keyboard would. */
function type(field: HTMLInputElement, text: string): void {
  const end = field.selectionEnd ?? field.value.length;
  const selected = field.selectionStart ?? end;
  const start = text === '' && selected === end ? Math.max(0, end - 1) : selected;
  field.setRangeText(text, start, end, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Keys for a panel without a keyboard: they come with a touch on a field and go with Done. */
export function OnScreenKeys({ field, onDone }: Props) {
  const onlyDigits = field.dataset.keys === 'digits';
  const [chosen, setLayer] = useState<KeyLayer>('letters');
  const panel = useRef<HTMLDivElement>(null);
  const layer = onlyDigits ? 'digits' : chosen;
  useEffect(() => {
    // The keys take the lower half: the field is brought back into what is left.
    if (panel.current !== null) field.scrollIntoView({ block: 'center' });
  }, [field]);
  useEffect(() => {
    if (!onlyDigits) return undefined;
    // A short number is typed anew, wherever in it the finger came down; a second touch sets the caret.
    const chooseAll = () => field.select();
    field.addEventListener('click', chooseAll, { once: true });
    return () => field.removeEventListener('click', chooseAll);
  }, [field, onlyDigits]);
  // The field keeps the focus and its caret.
  const keepFocus = (event: PointerEvent) => event.preventDefault();
  const press = (text: string) => {
    type(field, text);
    if (chosen === 'capitals') setLayer('letters');
  };
  return (
    <div ref={panel} className="setup-keys" data-testid="keys" onPointerDown={keepFocus}>
      {keyRows(layer).map((row) => (
        <div key={row.join('')} className="setup-key-row">
          {row.map((character) => (
            <Key key={character} label={character} onPress={() => press(character)} />
          ))}
        </div>
      ))}
      <div className="setup-key-row">
        {!onlyDigits && (
          <>
            <Key
              label="⇧"
              testId="Capitals"
              name={t('common.keyCapitals')}
              onPress={() => setLayer(chosen === 'capitals' ? 'letters' : 'capitals')}
            />
            <Key
              label={chosen === 'signs' ? 'abc' : '#+='}
              testId="Signs"
              name={t('common.keySigns')}
              onPress={() => setLayer(chosen === 'signs' ? 'letters' : 'signs')}
            />
            <Key label={t('common.keySpace')} testId="Space" isWide onPress={() => press(' ')} />
          </>
        )}
        <Key label="⌫" testId="Delete" name={t('common.keyDelete')} onPress={() => type(field, '')} />
        <Key label={t('common.keyDone')} testId="Done" isWide onPress={onDone} />
      </div>
    </div>
  );
}

interface KeyProps {
  readonly label: string;
  /** For who cannot see the sign. */
  readonly name?: string;
  /** The label where it is none of our words. */
  readonly testId?: string;
  readonly isWide?: boolean;
  readonly onPress: () => void;
}

function Key({ label, name, testId = label, isWide = false, onPress }: KeyProps) {
  return (
    <button
      type="button"
      className="control"
      tabIndex={-1}
      data-wide={isWide}
      data-testid={`key-${testId}`}
      aria-label={name ?? label}
      onClick={onPress}
    >
      {label}
    </button>
  );
}
