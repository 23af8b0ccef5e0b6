import { WholeScreen } from '../status/WholeScreen';
import '../../ui/control.css';
import './unknown-unit.css';

/** The address names a unit that the plant does not have, or not yet. */
export function UnknownUnit({
  workUnitId,
  wallAddress,
}: {
  readonly workUnitId: string;
  readonly wallAddress: string;
}) {
  return (
    <WholeScreen title={`There is no work unit “${workUnitId}” here`} testId="unknown-unit">
      <p>It opens by itself as soon as its first sample comes.</p>
      <a className="control wall-link" href={wallAddress}>
        To all work units
      </a>
    </WholeScreen>
  );
}
