import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { TaktlineBridge } from '../../../shared/ipc';
import type { SourceRequest, SourceState, SourceTest } from '../../../shared/source-setup';
import { t } from '../../i18n/text';
import { told } from '../../i18n/told';
import { FileField } from '../common/FileField';
import { TextField } from '../common/TextField';
import { useCommand } from '../common/use-command';
import { Stage } from './Stage';

interface Props {
  readonly bridge: TaktlineBridge;
  /** Back to connecting to a database. */
  readonly onBack: () => void;
}

/** Another appliance in the plant's place: address and viewer token, tried in sentences before they are kept. */
export function ApplianceSource({ bridge, onBack }: Props) {
  const [known, setKnown] = useState<SourceState>();
  const [url, setUrl] = useState<string>();
  const [token, setToken] = useState('');
  const [caFile, setCaFile] = useState<string>();
  const [place, setPlace] = useState<SourceRequest['tokenPlace']>();
  const [found, setFound] = useState<SourceTest>();
  const [command, run] = useCommand();
  const formId = useId();
  const findings = useRef<HTMLUListElement>(null);
  // On a small screen they lie below the edge.
  useEffect(() => {
    if (found !== undefined) findings.current?.scrollIntoView({ block: 'nearest' });
  }, [found]);
  useEffect(() => {
    void bridge.sourceState().then(setKnown);
  }, [bridge]);
  const shownUrl = url ?? known?.url ?? '';
  const shownCa = caFile ?? known?.caFile ?? '';
  const tokenPlace = place ?? known?.tokenPlaces[0]?.place ?? 'file';
  const request: SourceRequest = { url: shownUrl, token, tokenPlace, ...(shownCa === '' ? {} : { caFile: shownCa }) };
  const test = async () => setFound(await bridge.sourceTest(request));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void test();
  };
  const chooseCaFile = async () => {
    const { path } = await bridge.setupChooseCaFile(t('setup.chooseAuthority'));
    if (path !== undefined) changing(setCaFile)(path);
  };
  /** What was found is about what was tried: whatever is changed since is to be tried anew. */
  const changing = (set: (text: string) => void) => (text: string) => {
    set(text);
    setFound(undefined);
  };
  return (
    <Stage
      title={t('setup.applianceTitle')}
      lead={t('setup.applianceLead')}
      command={command}
      primary={
        found?.isGood === true
          ? { label: t('setup.showIt'), testId: 'source-use', onPress: () => void run(() => bridge.sourceUse(request)) }
          : { label: t('setup.testConnection'), testId: 'source-test', onPress: () => void test() }
      }
      others={[{ label: t('setup.databaseInstead'), testId: 'source-back', onPress: onBack }]}
    >
      <form id={formId} className="setup-form" onSubmit={submit}>
        <TextField
          label={t('setup.applianceUrl')}
          testId="field-source-url"
          value={shownUrl}
          onChange={changing(setUrl)}
          hint={t('setup.applianceUrlHint', { example: 'https://line-3.plant:4711' })}
          width="two-thirds"
          isFirst
        />
        <TextField
          label={t('setup.token')}
          testId="field-source-token"
          value={token}
          onChange={changing(setToken)}
          hint={t(known?.url === undefined ? 'setup.tokenIssued' : 'setup.tokenKept')}
          width="third"
          isSecret
        />
        <FileField
          label={t('setup.authority')}
          testId="field-source-ca"
          value={shownCa}
          onChange={changing(setCaFile)}
          onChoose={() => void chooseCaFile()}
          hint={t('setup.applianceCaHint')}
        />
        <fieldset className="setup-choice">
          <legend>{t('setup.tokenPlace')}</legend>
          {known?.tokenPlaces.map((each) => (
            <button
              key={each.place}
              type="button"
              className="control"
              data-testid={`source-place-${each.place}`}
              aria-pressed={each.place === tokenPlace}
              onClick={() => setPlace(each.place)}
            >
              {t(`setup.${each.place}`)}
            </button>
          ))}
          <p className="setup-hint">
            {told(known?.tokenPlaces.find((each) => each.place === tokenPlace)?.sentence ?? '')}
          </p>
        </fieldset>
        <button type="submit" hidden />
      </form>
      <ul className="setup-list" ref={findings} data-testid="source-stages">
        {found?.stages.map(({ sentence, isGood }) => (
          <li key={sentence} role={isGood ? undefined : 'alert'}>
            {isGood ? '✓' : '✗'} {told(sentence)}
          </li>
        ))}
      </ul>
    </Stage>
  );
}
