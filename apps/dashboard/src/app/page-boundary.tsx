import { Component, type ReactNode } from 'react';
import { Failure } from '../components/failure.tsx';
import { t } from '../locales/t.ts';

interface PageBoundaryProps {
  readonly children: ReactNode;
  /** Called before it tries again, for what has to be made anew. */
  readonly retried?: () => void;
}

/** Keeps the trouble of one page on that page, and says what happened. */
export class PageBoundary extends Component<PageBoundaryProps, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const retry = () => {
      this.props.retried?.();
      this.setState({ error: null });
    };
    return <Failure title={t('failure.page')} error={error} retry={retry} />;
  }
}
