import { useState } from 'react';
import { LANGUAGES, type Language } from '../../shared/languages';
import { chooseLanguage, language } from '../i18n/language';
import { t } from '../i18n/text';
import { Dialog } from '../ui/Dialog';
import { Choice } from './Choice';
import { useScreen } from './screen-context';
import { DISTANCES, type Distance, THEMES, type Theme } from './screen-store';
import '../ui/control.css';
import './screen-panel.css';

const THEME_WORDS: Readonly<Record<Theme, string>> = {
  system: t('screen.system'),
  light: t('screen.light'),
  dark: t('screen.dark'),
};
const DISTANCE_WORDS: Readonly<Record<Distance, string>> = {
  auto: t('screen.auto'),
  desk: t('screen.desk'),
  '1.5m': t('screen.near'),
  '3m': t('screen.far'),
};
const LANGUAGE_TAGS = Object.keys(LANGUAGES).filter((tag): tag is Language => tag in LANGUAGES);

/** The way to what is true of this screen alone. */
export function ScreenButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="control bare-control"
        data-testid="screen-open"
        aria-label={t('screen.title')}
        onClick={() => setOpen(true)}
      >
        <ScreenIcon />
      </button>
      {isOpen && <ScreenPanel onClose={() => setOpen(false)} />}
    </>
  );
}

/** A screen on its stand. */
function ScreenIcon() {
  return (
    <svg className="control-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M3 4.5h18v11H3zM12 15.5v4M7.5 19.5h9"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** Chosen by a tap, in force at once, kept on this device. */
function ScreenPanel({ onClose }: { readonly onClose: () => void }) {
  const [{ theme, distance }, choose] = useScreen();
  return (
    <Dialog name="screen" title={t('screen.title')} onClose={onClose}>
      <Choice
        name="theme"
        title={t('screen.brightness')}
        options={THEMES.map((value) => ({ value, word: THEME_WORDS[value] }))}
        chosen={theme}
        onChoose={(value) => choose({ theme: value })}
      />
      <Choice
        name="distance"
        title={t('screen.distance')}
        options={DISTANCES.map((value) => ({ value, word: DISTANCE_WORDS[value] }))}
        chosen={distance}
        onChoose={(value) => choose({ distance: value })}
      />
      <Choice
        name="language"
        title={t('app.language')}
        options={LANGUAGE_TAGS.map((value) => ({ value, word: LANGUAGES[value], lang: value }))}
        chosen={language}
        onChoose={chooseLanguage}
      />
      <p className="screen-kept">{t('screen.kept')}</p>
    </Dialog>
  );
}
