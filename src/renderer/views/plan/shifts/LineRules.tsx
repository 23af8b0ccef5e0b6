import { LineCalendar } from '../../../../shared/calendar/calendar-rules';
import { t } from '../../../i18n/text';
import { type LineDraft, lineDocumentOf, type Whose } from './calendar-draft';
import { faultsOf } from './calendar-faults';
import { DailyStops } from './DailyStops';
import { Exceptions } from './Exceptions';
import { SingleStops } from './SingleStops';
import { fromTemplate, TEMPLATES, type Template } from './shift-templates';
import { WeekPicture } from './WeekPicture';
import { WeekShifts } from './WeekShifts';
import { ZoneAndDay } from './ZoneAndDay';

/** What every part of a line's rules gets. */
export interface RulesProps {
  readonly rules: LineDraft;
  readonly faults: ReadonlyMap<string, string>;
  /** @param isStep worth a step back */
  readonly change: (changes: Partial<LineDraft>, isStep?: boolean) => void;
}

interface Props {
  readonly whose: Whose;
  readonly rules: LineDraft | undefined;
  /** What a line without rules of its own goes by. */
  readonly ofOthers: LineDraft | undefined;
  readonly onChange: (rules: LineDraft | undefined, isStep: boolean) => void;
}

const TEMPLATE_NAMES: Readonly<Record<Template, string>> = {
  one: t('plan.oneShift'),
  two: t('plan.twoShifts'),
  three: t('plan.threeShifts'),
};

/** The rules of a line, part by part, and what they come to. */
export function LineRules({ whose, rules, ofOthers, onChange }: Props) {
  const seen = rules ?? (whose === undefined ? undefined : ofOthers);
  const decoded = LineCalendar.safeParse(seen === undefined ? undefined : lineDocumentOf(seen));
  const use = (template: Template) =>
    onChange(fromTemplate(template, rules ?? ofOthers, Intl.DateTimeFormat().resolvedOptions().timeZone), true);
  const props: RulesProps | undefined = rules && {
    rules,
    faults: faultsOf(rules),
    change: (changes, isStep = false) => onChange({ ...rules, ...changes }, isStep),
  };
  return (
    <div className="plan-rules">
      <section className="setup-part plan-week">
        <div className="plan-buttons">
          {TEMPLATES.map((template) => (
            <button
              key={template}
              type="button"
              className="control"
              data-testid={`template-${template}`}
              onClick={() => use(template)}
            >
              {TEMPLATE_NAMES[template]}
            </button>
          ))}
          {whose !== undefined && rules === undefined && ofOthers !== undefined && (
            <button type="button" className="control" data-testid="own-rules" onClick={() => onChange(ofOthers, true)}>
              {t('plan.giveOwn')}
            </button>
          )}
          {rules !== undefined && (
            <button type="button" className="control" data-testid="no-rules" onClick={() => onChange(undefined, true)}>
              {whose === undefined || ofOthers === undefined ? t('plan.takeAway') : t('plan.likeOthers')}
            </button>
          )}
        </div>
        {rules === undefined && (
          <p>{whose === undefined || ofOthers === undefined ? t('plan.noShiftsMeaning') : t('plan.asOthersMeaning')}</p>
        )}
        {props !== undefined && <WeekShifts {...props} />}
      </section>
      {seen !== undefined && <WeekPicture rules={decoded.success ? decoded.data : undefined} />}
      {props !== undefined && (
        <div className="plan-more">
          <ZoneAndDay {...props} />
          <Exceptions {...props} />
          <DailyStops {...props} />
          <SingleStops {...props} />
        </div>
      )}
    </div>
  );
}
