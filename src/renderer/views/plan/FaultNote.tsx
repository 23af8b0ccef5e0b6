import { told } from '../../i18n/told';

/** Why what is kept cannot be used, in the main process' sentences. */
export function FaultNote({ fault }: { readonly fault: string | undefined }) {
  if (fault === undefined) return null;
  return (
    <p className="setup-note" role="alert" data-testid="plan-file-fault">
      {told(fault)}
    </p>
  );
}
