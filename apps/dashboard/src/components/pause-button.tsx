import { t } from '../locales/t.ts';
import { PauseIcon, PlayIcon } from './icons.tsx';

interface PauseButtonProps {
  readonly paused: boolean;
  readonly onChange: (paused: boolean) => void;
}

export function PauseButton({ paused, onChange }: PauseButtonProps) {
  return (
    <button
      type="button"
      className="button"
      data-testid="pause"
      aria-pressed={paused}
      onClick={() => onChange(!paused)}
    >
      {paused ? <PlayIcon /> : <PauseIcon />}
      <span>{t(paused ? 'pause.resume' : 'pause.pause')}</span>
    </button>
  );
}
