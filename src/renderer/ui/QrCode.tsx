import encodeQR from 'qr';
import { qrPath } from './qr-path';
import './qr-code.css';

interface Props {
  readonly text: string;
  readonly label: string;
}

/** A text for a phone's camera: dark on light whatever the theme, with the quiet edge that readers ask for. */
export function QrCode({ text, label }: Props) {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  return (
    <svg className="qr-code" viewBox={`0 0 ${modules.length} ${modules.length}`} role="img" aria-label={label}>
      <path className="qr-code-light" d={`M0 0h${modules.length}v${modules.length}H0z`} />
      <path className="qr-code-dark" d={qrPath(modules)} shapeRendering="crispEdges" />
    </svg>
  );
}
