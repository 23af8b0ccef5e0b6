import { Component, type ErrorInfo, type ReactNode } from 'react';
import { t } from '../i18n/text';
import './control.css';
import './error-boundary.css';

/** Nobody stands before a kiosk to press "again": it tries by itself. */
const RETRY_AFTER_MS = 10_000;

interface Props {
  /** What failed, in the sentence shown: "This tile", "The wall". */
  readonly what: string;
  readonly children: ReactNode;
}

/** Keeps a failure of one part from taking the rest along: says so in its place, tries again on a tap and by itself. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };
  #timer: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(`${this.props.what} could not be shown:`, error, info.componentStack);
    this.#timer = setTimeout(this.#retry, RETRY_AFTER_MS);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer);
  }

  #retry = (): void => {
    clearTimeout(this.#timer);
    this.setState({ failed: false });
  };

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="failed-part" role="alert">
        <p>{t('ui.failed', { what: this.props.what })}</p>
        <button type="button" className="control" onClick={this.#retry}>
          {t('ui.tryNow')}
        </button>
      </div>
    );
  }
}
