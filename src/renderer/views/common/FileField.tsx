import { t } from '../../i18n/text';
import { TextField } from './TextField';

interface Props {
  readonly label: string;
  readonly testId: string;
  /** The file's path; it may be typed as well. */
  readonly value: string;
  readonly hint: string;
  readonly problem?: string | undefined;
  readonly onChange: (path: string) => void;
  /** Asks the person for a file. */
  readonly onChoose: () => void;
}

/** The path of a file, with a dialog to choose it. */
export function FileField({ onChoose, testId, ...field }: Props) {
  return (
    <TextField {...field} testId={testId}>
      <button type="button" className="control" data-testid={`${testId}-choose`} onClick={onChoose}>
        {t('common.chooseFile')}
      </button>
    </TextField>
  );
}
