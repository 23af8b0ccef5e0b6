import { t } from '../../../i18n/text';

/** Takes a row away; "step back" brings it again. */
export function RemoveButton({ what, onRemove }: { readonly what: string; readonly onRemove: () => void }) {
  return (
    <button
      type="button"
      className="control plan-remove"
      data-testid="row-remove"
      aria-label={t('plan.remove', { what })}
      onClick={onRemove}
    >
      ✕
    </button>
  );
}
