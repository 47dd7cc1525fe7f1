import { useState } from 'react';
import { t } from '../locales/t.ts';
import { Button } from './button.tsx';

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
}

const SAID_MS = 3_000;

/** Copies a text; says for a moment that it did, or that the browser would not. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null);
  const copy = async () => {
    const done = await navigator.clipboard.writeText(text).then(
      () => 'copied' as const,
      () => 'failed' as const,
    );
    setSaid(done);
    setTimeout(() => setSaid(null), SAID_MS);
  };
  return (
    <span className="copy">
      <Button look="quiet" onPress={() => void copy()}>
        {label}
      </Button>
      <span role="status" className="caption">
        {said !== null && t(said === 'copied' ? 'app.copied' : 'app.notCopied')}
      </span>
    </span>
  );
}
