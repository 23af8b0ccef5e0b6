import { useState } from 'react';
import { EVENT_KINDS, type EventKind } from '../../../shared/events';
import type { CatalogueUnit } from '../../../shared/protocol';
import { DAY_MS, HOUR_MS } from '../../../shared/time';
import type { EventsChoice } from '../../app/events-address';
import { spanOf } from '../../data/time-window';
import { t } from '../../i18n/text';
import { Choice } from '../../screen/Choice';
import { ageText } from '../../ui/age-text';
import { unitLabel } from '../../ui/names';
import { ALERT_DELAYS_MS, chooseAlerts, useAlertSettings } from './alert-settings';
import { playAlertTone } from './alert-tone';

const KIND_WORDS: Readonly<Record<EventKind, string>> = {
  stop: t('events.stops'),
  limit: t('events.limits'),
  loss: t('events.losses'),
};
const SPANS_MS = [HOUR_MS, 8 * HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS] as const;

interface Props {
  readonly units: readonly CatalogueUnit[];
  readonly choice: EventsChoice;
  readonly onChoose: (choice: EventsChoice) => void;
}

/** Which events: how far back, of which kind, of which unit; and whether this screen tells of new ones. */
export function EventFilters({ units, choice, onChoose }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { workUnitId: _, ...ofAll } = choice;
  const spanMs = spanOf(choice.window);
  const isOn = (kind: EventKind) => choice.kinds.length === 0 || choice.kinds.includes(kind);
  const toggle = (kind: EventKind) => {
    const kinds = EVENT_KINDS.filter((each) => (each === kind ? !isOn(each) : isOn(each)));
    onChoose({ ...choice, kinds: kinds.length === EVENT_KINDS.length ? [] : kinds });
  };
  return (
    <>
      <div className="event-filters" role="toolbar" aria-label={t('events.filters')}>
        {SPANS_MS.map((each) => (
          <button
            key={each}
            type="button"
            className="control"
            data-testid={`events-${each / HOUR_MS}h`}
            aria-pressed={choice.window.kind === 'follow' && spanMs === each}
            onClick={() => onChoose({ ...choice, window: { kind: 'follow', spanMs: each } })}
          >
            {ageText(each)}
          </button>
        ))}
        <span className="event-kinds">
          {EVENT_KINDS.map((kind) => (
            <button
              key={kind}
              type="button"
              className="control"
              data-testid={`events-${kind}`}
              aria-pressed={isOn(kind)}
              onClick={() => toggle(kind)}
            >
              {KIND_WORDS[kind]}
            </button>
          ))}
        </span>
        <select
          className="control"
          data-testid="events-unit"
          aria-label={t('events.unit')}
          value={choice.workUnitId ?? ''}
          onChange={({ target }) => onChoose(target.value === '' ? ofAll : { ...ofAll, workUnitId: target.value })}
        >
          <option value="">{t('events.allUnits')}</option>
          {units.map((unit) => (
            <option key={unit.workUnitId} value={unit.workUnitId}>
              {unitLabel(unit)}
            </option>
          ))}
        </select>
        <AlertWay isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
      </div>
      {isOpen && <AlertChoice />}
    </>
  );
}

function AlertWay({ isOpen, onToggle }: { readonly isOpen: boolean; readonly onToggle: () => void }) {
  const { afterMs } = useAlertSettings();
  return (
    <button
      type="button"
      className="control events-alerts"
      data-testid="alerts-open"
      aria-expanded={isOpen}
      onClick={onToggle}
    >
      {t('events.alerts')}: {delayText(afterMs)} {isOpen ? '▴' : '▾'}
    </button>
  );
}

function AlertChoice() {
  const { afterMs, hasSound } = useAlertSettings();
  return (
    <div className="alert-choice" data-testid="alert-choice">
      <Choice
        name="alerts"
        title={t('events.alertsAfter')}
        options={['off', ...ALERT_DELAYS_MS.map(String)].map((value) => ({
          value,
          word: delayText(value === 'off' ? null : Number(value)),
        }))}
        chosen={afterMs === null ? 'off' : String(afterMs)}
        onChoose={(value) => chooseAlerts({ afterMs: value === 'off' ? null : Number(value) })}
      />
      <button
        type="button"
        className="control"
        data-testid="alert-sound"
        aria-pressed={hasSound}
        onClick={() => {
          // The touch is what lets the browser play sounds from now on; whoever switches it on hears it.
          if (!hasSound) playAlertTone();
          chooseAlerts({ hasSound: !hasSound });
        }}
      >
        {t('events.sound')}
      </button>
    </div>
  );
}

function delayText(afterMs: number | null): string {
  if (afterMs === null) return t('events.alertsOff');
  return afterMs === 0 ? t('events.atOnce') : ageText(afterMs);
}
